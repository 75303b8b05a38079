"""`stormlamp component group …`: the groups in which components stand together."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.command_line.arguments import PageArgument
from bot.command_line.database import on_database
from bot.command_line.output import say
from bot.settings import read_settings
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.edit_group import DissolveGroup, RenameGroup
from bot.use_cases.origin import COMMAND_LINE

app = typer.Typer(no_args_is_help=True, help="Rename and dissolve groups; `component edit --group` makes one.")

GroupArgument = Annotated[str, typer.Argument(metavar="GROUP", help="The group's name.")]


@app.command(epilog='Example: stormlamp component group rename acme Core "Core services"')
def rename(
    page: PageArgument, group: GroupArgument, name: Annotated[str, typer.Argument(help="Its new name.")]
) -> None:
    """Give a group another name; it keeps its place and its components."""
    renamed = on_database(
        read_settings(),
        lambda database: RenameGroup(database, utc_now)(page, group, name, actor=OPERATOR, origin=COMMAND_LINE),
    )
    say(f"The group is called “{renamed.name}” from now on.")


@app.command(epilog="Example: stormlamp component group dissolve acme Core")
def dissolve(page: PageArgument, group: GroupArgument) -> None:
    """Dissolve a group: its components stay on the page, without a group, at its end."""
    dissolved = on_database(
        read_settings(),
        lambda database: DissolveGroup(database, utc_now)(page, group, actor=OPERATOR, origin=COMMAND_LINE),
    )
    say(f"The group “{dissolved.name}” is dissolved; its components stand at the end of the page.")
