"""What changes something without a form: it is acknowledged when that is saved, as a form is (DESIGN.md §4)."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.blocks.ids import ACCEPT_HANDOFF, AdminAction, AnnouncementAction, RunCommand, Snooze
from bot.slack.arguments import parse
from bot.slack.commands import SavedCommand
from bot.slack.in_time import in_time
from bot.slack.payload import Payload
from bot.slack.plain_text import plain_text

_BUTTONS = frozenset({AnnouncementAction.TAKE_LEAD, ACCEPT_HANDOFF, AdminAction.MENU, *Snooze})
#: Seconds. Slack waits for three, and a database that has not answered by then may be silent for long.
_SAVED_WITHIN = 2.0

_Result = TypeVar("_Result")


def acts(body: Payload) -> bool:
    """Whether the command or the button that was sent does."""
    if "command" in body:
        return isinstance(parse(plain_text(body.get("text", ""))), SavedCommand)
    return any(_does(action) for action in body.get("actions", ()))


async def saved(act: Coroutine[Any, Any, _Result]) -> _Result:
    """What it gives back. Raises TryAgain where it is not done before Slack stops waiting, and what it raises."""
    return await in_time(act, seconds=_SAVED_WITHIN)


def _does(action: Payload) -> bool:
    if action["action_id"] in set(RunCommand):
        return isinstance(parse(action["value"]), SavedCommand)
    return action["action_id"] in _BUTTONS
