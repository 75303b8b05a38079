"""`stormlamp outbox …`: what is still owed to Slack, and what to do about what does not get there by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.command_line.arguments import JsonOption
from bot.command_line.database import on_database
from bot.command_line.output import moment, say, show_rows
from bot.delivery.owed_words import kind_in_words, reason_in_words, standing
from bot.settings import read_settings
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.find_owed import FindOwed
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.settle_owed import DropOwed, RetryOwed
from storage.outbox import Owed

#: No id is greater; the drivers would refuse it.
_LAST_ID = 2**31 - 1

app = typer.Typer(no_args_is_help=True, help="See what is still owed to Slack, try it anew or give it up.")


@app.command("list")
def list_owed(as_json: JsonOption = False) -> None:
    """List what is owed to Slack, in its order per channel: since when, how often tried, and what keeps it."""
    now = utc_now()
    show_rows(
        [
            {
                "id": owed.id,
                "channel": owed.stream,
                "what": kind_in_words(owed),
                "incident": f"INC-{owed.payload['incident']}" if "incident" in owed.payload else None,
                "since": moment(owed.created_at),
                "state": standing(owed, now),
                "attempts": owed.attempts,
                "last_error": None if owed.last_error is None else reason_in_words(owed.last_error),
            }
            for owed in on_database(read_settings(), lambda database: FindOwed(database)())
        ],
        as_json=as_json,
        otherwise="Nothing is owed to Slack.",
    )


@app.command(epilog="Example: stormlamp outbox retry --all")
def retry(
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="[ID]...", min=1, max=_LAST_ID, help="As `outbox list` shows them.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that is set aside or backs off.")] = False,
) -> None:
    """Try anew what was set aside, in its old place of the channel's order; what backs off is tried at once."""
    if bool(ids) == everything:
        raise typer.BadParameter("Give one or more IDs, or --all.")
    put_back = on_database(
        read_settings(),
        lambda database: RetryOwed(database, utc_now)(ids or None, actor=OPERATOR, origin=COMMAND_LINE),
    )
    say(
        f"{_counted(put_back)} in order again; `stormlamp run` delivers."
        if put_back
        else "Nothing is set aside or backs off."
    )


@app.command(epilog='Example: stormlamp outbox drop 12 --reason "That channel is gone."')
def drop(
    ids: Annotated[
        list[int], typer.Argument(metavar="ID...", min=1, max=_LAST_ID, help="As `outbox list` shows them.")
    ],
    reason: Annotated[str, typer.Option(help="For the audit record.")],
) -> None:
    """Give up what is owed, for good: Slack never gets it. The incident and its page stay as they are."""
    dropped = on_database(
        read_settings(),
        lambda database: DropOwed(database, utc_now)(ids, reason, actor=OPERATOR, origin=COMMAND_LINE),
    )
    say(f"{_counted(dropped)} given up.")


def _counted(rows: Sequence[Owed]) -> str:
    return f"{len(rows)} {'is' if len(rows) == 1 else 'are'}"
