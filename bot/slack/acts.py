"""What changes something without a form: it is acknowledged when that is saved, as a form is (DESIGN.md §4)."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.blocks.ids import ACCEPT_HANDOFF, AdminAction, AnnouncementAction, RunCommand, Snooze
from bot.blocks.message import Message
from bot.blocks.notices import refusal
from bot.domain.errors import StormlampError
from bot.slack.arguments import parse
from bot.slack.caller import Caller
from bot.slack.commands import SavedCommand
from bot.slack.in_time import in_time
from bot.slack.payload import Payload
from bot.slack.plain_text import plain_text

_BUTTONS = frozenset({AnnouncementAction.TAKE_LEAD, ACCEPT_HANDOFF, AdminAction.MENU, *Snooze})
_COMMANDS = frozenset(RunCommand)
#: Seconds. Slack waits for three, and a database that has not answered by then may be silent for long.
_SAVED_WITHIN = 2.0

_Result = TypeVar("_Result")


def acts(body: Payload) -> bool:
    """Whether the command or the button that was sent does."""
    if "command" in body:
        return isinstance(parse(plain_text(body.get("text", ""))), SavedCommand)
    return any(_does(action) for action in body.get("actions", ()))


async def act_and_answer(
    act: Coroutine[Any, Any, Message], caller: Caller, ack: AsyncAck, *, replace: bool = False, typed: str = ""
) -> None:
    """Acknowledge it when it is saved or refused, and answer; `replace` what was pressed only where it is saved.

    `typed` is given back where it is refused: Slack has cleared it away.
    """
    try:
        answer = await saved(act)
    except StormlampError as error:
        answer, replace = refusal(error.message, typed=typed), False
    await ack()
    await caller.answer(answer, replace=replace)


async def saved(act: Coroutine[Any, Any, _Result]) -> _Result:
    """What it gives back. Raises TryAgain where it is not done before Slack stops waiting, and what it raises."""
    return await in_time(act, seconds=_SAVED_WITHIN)


def _does(action: Payload) -> bool:
    if action["action_id"] in _COMMANDS:
        return isinstance(parse(action.get("value") or ""), SavedCommand)
    return action["action_id"] in _BUTTONS
