"""`stormlamp component …`: the parts of the service that a page names."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.command_line import component_groups
from bot.command_line.arguments import (
    AfterOption,
    BeforeOption,
    JsonOption,
    PageArgument,
    ToOption,
    kept_unless,
    read_destination,
)
from bot.command_line.database import on_database
from bot.command_line.output import say, show_rows
from bot.domain.component import Component, ComponentStatus
from bot.domain.state import PageState
from bot.settings import read_settings
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.edit_component import ComponentChange, EditComponent
from bot.use_cases.find_pages import FindPages
from bot.use_cases.move_component import MoveComponent
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.retire_component import RetireComponent

app = typer.Typer(no_args_is_help=True, help="Create, edit, move, retire and list components.")
app.add_typer(component_groups.app, name="group")

ComponentArgument = Annotated[
    str, typer.Argument(metavar="NAME", help='The component\'s name, or "Group - Name" where two share a name.')
]


@app.command(epilog='Example: stormlamp component create acme API --group "Core services"')
def create(
    page: PageArgument,
    name: Annotated[str, typer.Argument(help="Its name for people.")],
    group: Annotated[str, typer.Option(help="The group it belongs to; made if it isn't there.")] = "",
    description: Annotated[str, typer.Option(help="A line about it, for the public.")] = "",
) -> None:
    """Add a component at the end of its group or page."""
    new = NewComponent(page=page, name=name, group=group, description=description)
    component = on_database(
        read_settings(), lambda database: CreateComponent(database, utc_now)(new, actor=OPERATOR, origin=COMMAND_LINE)
    )
    say(f"Component “{component.name}” created on {page}.")


@app.command(epilog='Example: stormlamp component edit acme API --name "Public API"')
def edit(
    page: PageArgument,
    component: ComponentArgument,
    name: Annotated[str | None, typer.Option(help="Its new name.")] = None,
    group: Annotated[str | None, typer.Option(help='Its new group; "" takes it out of its group.')] = None,
    description: Annotated[str | None, typer.Option(help="Its new description.")] = None,
) -> None:
    """Change a component's name, group or description; what is not given stays."""
    change = ComponentChange(
        page=page,
        component=component,
        name=kept_unless(name),
        group=kept_unless(group),
        description=kept_unless(description),
    )
    edited = on_database(
        read_settings(), lambda database: EditComponent(database, utc_now)(change, actor=OPERATOR, origin=COMMAND_LINE)
    )
    say(f"Component “{edited.name}” saved.")


@app.command(epilog="Example: stormlamp component move acme API --before Website")
def move(
    page: PageArgument,
    name: Annotated[str, typer.Argument(help="A component, or a group.")],
    to: ToOption = None,
    before: BeforeOption = None,
    after: AfterOption = None,
) -> None:
    """Move a component within its group; a group, or a component without one, within the page.

    Positions count what stands in the same row: a group's components, or the page's groups and lone components.
    """
    destination = read_destination(to, before, after)
    on_database(
        read_settings(),
        lambda database: MoveComponent(database, utc_now)(page, name, destination, actor=OPERATOR, origin=COMMAND_LINE),
    )
    say(f"“{name}” moved.")


@app.command(epilog='Example: stormlamp component retire acme "Old API"')
def retire(page: PageArgument, component: ComponentArgument) -> None:
    """Take a component off its page; old incidents still name it.

    Refused while an open incident affects it.
    """
    retired = on_database(
        read_settings(),
        lambda database: RetireComponent(database, utc_now)(page, component, actor=OPERATOR, origin=COMMAND_LINE),
    )
    say(f"Component “{retired.name}” retired.")


@app.command("list")
def list_components(page: PageArgument, as_json: JsonOption = False) -> None:
    """List a page's components in their order, with what each shows now."""
    state = on_database(read_settings(), lambda database: FindPages(database).by_slug(page))
    show_rows(
        [_row(state, component) for component in state.catalogue.live],
        as_json=as_json,
        otherwise=f"The page “{state.page.name}” has no components. "
        f"`stormlamp component create {page} NAME` makes one.",
    )


def _row(state: PageState, component: Component) -> dict[str, object]:
    group = state.catalogue.groups[component.group_id].name if component.group_id else None
    return {
        "group": group,
        "name": component.name,
        "status": state.statuses[component.id].value,
        "incidents": [
            incident.reference
            for incident in state.open_incidents
            if incident.components.get(component.id, ComponentStatus.OPERATIONAL) is not ComponentStatus.OPERATIONAL
        ],
        "description": component.description,
    }
