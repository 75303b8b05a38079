"""`stormlamp page template …`: the messages that a page keeps ready for responders."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.command_line.arguments import JsonOption, PageArgument, read_message
from bot.command_line.database import on_database
from bot.command_line.output import say, show_rows
from bot.settings import read_settings
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.find_ready_messages import FindReadyMessages
from bot.use_cases.keep_ready_message import KeepReadyMessage
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.remove_ready_message import RemoveReadyMessage

app = typer.Typer(no_args_is_help=True, help="Keep messages ready that responders can begin with.")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What responders choose it by.")]


@app.command(
    epilog='Example: stormlamp page template add acme "Slow" --message "{component} is slow. We look for the cause."'
)
def add(
    page: PageArgument,
    name: NameArgument,
    message: Annotated[
        str, typer.Option(help="In Markdown, with {component} and {page} for their names; - reads standard input.")
    ],
) -> None:
    """Keep a message ready for a page's responders; one of the same name is replaced."""
    text = read_message(message)
    changed = on_database(
        read_settings(),
        lambda database: KeepReadyMessage(database, utc_now)(page, name, text, actor=OPERATOR, origin=COMMAND_LINE),
    )
    say(f"“{' '.join(name.split())}” is ready for the responders of “{changed.name}”.")


@app.command("list")
def list_messages(page: PageArgument, as_json: JsonOption = False) -> None:
    """List a page's ready-made messages."""
    messages = on_database(read_settings(), lambda database: FindReadyMessages(database).by_slug(page))
    show_rows(
        [{"name": each.name, "message": each.text} for each in messages],
        as_json=as_json,
        otherwise=f"There is none yet. `stormlamp page template add {page} NAME --message TEXT` makes one.",
    )


@app.command()
def remove(page: PageArgument, name: NameArgument) -> None:
    """Remove a ready-made message; what was written with it stays."""
    changed = on_database(
        read_settings(),
        lambda database: RemoveReadyMessage(database, utc_now)(page, name, actor=OPERATOR, origin=COMMAND_LINE),
    )
    say(f"“{name}” is gone from “{changed.name}”.")
