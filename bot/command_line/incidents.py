"""`stormlamp incident …`: what a responder does, without Slack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from bot.command_line.arguments import read_component_statuses, read_message
from bot.command_line.database import on_database
from bot.command_line.incident_views import list_incidents, show_incident
from bot.command_line.output import say
from bot.delivery.addresses import Addresses
from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.errors import Invalid
from bot.domain.incident import IncidentStatus, shown_statuses
from bot.domain.page import Page
from bot.domain.state import Found, PageState
from bot.domain.text import valid_name
from bot.domain.vocabulary import impact as read_impact
from bot.domain.vocabulary import incident_status
from bot.domain.wording import COMPONENT_STATUS
from bot.settings import Settings, read_settings
from bot.use_cases.actor import OPERATOR, Actor, ActorKind, Responders
from bot.use_cases.change_incident import KEEP, Draft
from bot.use_cases.clock import utc_now
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.find_pages import FindPages
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.post_update import PostUpdate
from bot.use_cases.reopen_incident import ReopenIncident
from bot.use_cases.resolve_incident import ResolveIncident
from storage.database import Database

app = typer.Typer(no_args_is_help=True, help="Declare, update, resolve, reopen, list and show incidents.")

_EVERYBODY = Responders()  # Whoever has a shell beside the database may publish.

IncidentArgument = Annotated[str, typer.Argument(metavar="INC-n", help="The incident, such as INC-7.")]
MessageOption = Annotated[str, typer.Option(help="What the public reads, in Markdown; - reads standard input.")]
StatusOption = Annotated[
    str | None, typer.Option(help="investigating, identified, monitoring or resolved; the first letters are enough.")
]
ComponentOption = Annotated[
    list[str] | None,
    typer.Option("--component", metavar="NAME=STATUS", help='An affected one: "API=partial_outage". Repeatable.'),
]
ImpactOption = Annotated[
    str | None, typer.Option(help="none, minor, major or critical; follows from the components unless set.")
]
AsOption = Annotated[str | None, typer.Option("--as", metavar="NAME", help="Whom Slack shows as the author.")]


@app.command(
    epilog='Example: stormlamp incident declare --title "Website loading slowly" '
    '--message "We are looking into it." --component Website=degraded'
)
def declare(
    title: Annotated[str, typer.Option(help="A few words on what people notice.")],
    message: MessageOption,
    page: Annotated[str | None, typer.Option(help="The page's slug; needed where there are several.")] = None,
    status: StatusOption = None,
    component: ComponentOption = None,
    impact: ImpactOption = None,
    author: AsOption = None,
) -> None:
    """Declare an incident: it is on its page at once, and in Slack as soon as that can be reached."""
    settings = read_settings()
    actor = _actor(author)
    body = read_message(message)
    statuses = read_component_statuses(component or ())

    async def act(database: Database) -> Found:
        state = await _page(FindPages(database), page)
        declaration = Declaration(
            page_id=state.page.id,
            title=title,
            message=body,
            status=IncidentStatus.INVESTIGATING if status is None else incident_status(status),
            components=_by_id(state.catalogue, state.page, statuses),
            impact=None if impact is None else read_impact(impact),
        )
        declared = await DeclareIncident(database, utc_now, _EVERYBODY)(declaration, actor=actor, origin=COMMAND_LINE)
        return await FindIncidents(database).by_number(declared.number)

    _report(settings, on_database(settings, act), "declared")


@app.command(epilog='Example: stormlamp incident update INC-7 --status id --message "A full disk. We are making room."')
def update(
    incident: IncidentArgument,
    message: MessageOption,
    status: StatusOption = None,
    component: ComponentOption = None,
    impact: ImpactOption = None,
    author: AsOption = None,
) -> None:
    """Post an update. Components that are named change or come in; the others stay as they are."""
    settings = read_settings()
    actor = _actor(author)
    body = read_message(message)
    statuses = read_component_statuses(component or ())

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        found = await find.by_reference(incident)
        draft = Draft(
            number=found.incident.number,
            message=body,
            status=None if status is None else incident_status(status),
            components={**found.incident.components, **_by_id(found.catalogue, found.page, statuses)}
            if statuses
            else None,
            impact=KEEP if impact is None else read_impact(impact),
        )
        await PostUpdate(database, utc_now, _EVERYBODY)(draft, actor=actor, origin=COMMAND_LINE)
        return await find.by_number(found.incident.number)

    _report(settings, on_database(settings, act), "updated")


@app.command(epilog='Example: stormlamp incident resolve INC-7 --message "All is well again."')
def resolve(incident: IncidentArgument, message: MessageOption, author: AsOption = None) -> None:
    """Resolve an incident; components that no other open incident affects return to operational."""
    settings = read_settings()
    actor = _actor(author)
    body = read_message(message)

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        draft = Draft(number=(await find.by_reference(incident)).incident.number, message=body)
        await ResolveIncident(database, utc_now, _EVERYBODY)(draft, actor=actor, origin=COMMAND_LINE)
        return await find.by_number(draft.number)

    found = on_database(settings, act)
    _report(settings, found, "resolved")
    _report_components(found)


@app.command(epilog='Example: stormlamp incident reopen INC-7 --message "It is back."')
def reopen(incident: IncidentArgument, message: MessageOption, author: AsOption = None) -> None:
    """Reopen a resolved incident, with the component statuses that stood before its resolution."""
    settings = read_settings()
    actor = _actor(author)
    body = read_message(message)

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        draft = Draft(number=(await find.by_reference(incident)).incident.number, message=body)
        await ReopenIncident(database, utc_now, _EVERYBODY)(draft, actor=actor, origin=COMMAND_LINE)
        return await find.by_number(draft.number)

    _report(settings, on_database(settings, act), "reopened")


app.command("list")(list_incidents)
app.command("show")(show_incident)


def _actor(name: str | None) -> Actor:
    return OPERATOR if name is None else Actor(kind=ActorKind.OPERATOR, name=valid_name(name))


async def _page(find: FindPages, slug: str | None) -> PageState:
    """The page of that slug, or the only one."""
    if slug is not None:
        return await find.by_slug(slug)
    states: Sequence[PageState] = await find.all()
    if not states:
        raise Invalid("There is no status page yet. `stormlamp page create SLUG --name NAME` makes one.", field="page")
    if len(states) > 1:
        slugs = ", ".join(state.page.slug for state in states)
        raise Invalid(f"There are several status pages: {slugs}. Say which one with --page.", field="page")
    return states[0]


def _by_id(
    catalogue: Catalogue, page: Page, statuses: Mapping[str, ComponentStatus]
) -> dict[ComponentId, ComponentStatus]:
    return {catalogue.named(name, page_name=page.name).id: status for name, status in statuses.items()}


def _report(settings: Settings, found: Found, done: str) -> None:
    say(f"{found.incident.reference} {done}: {Addresses(settings.base_url).permalink(found.page, found.incident)}")
    if found.announcements:
        channels = ", ".join(announcement.channel for announcement in found.announcements)
        say(f"Slack: owed to {channels}; `stormlamp run` delivers it.")
    else:
        say(
            f"Slack: told nobody, since the page has no channel. `stormlamp page edit {found.page.slug} "
            "--channel C…` gives it one."
        )


def _report_components(found: Found) -> None:
    """What the resolved incident's components show now, and which other incident keeps one from being operational."""
    shown = shown_statuses(found.incident.components, found.others)
    for id, status in shown.items():
        holders = [
            other.reference
            for other in found.others
            if other.components.get(id, ComponentStatus.OPERATIONAL) is not ComponentStatus.OPERATIONAL
        ]
        because = f" because of {', '.join(holders)}" if holders else ""
        say(f"{found.catalogue.name(id)}: {COMPONENT_STATUS[status]}{because}")
