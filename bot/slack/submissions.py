"""How a submitted form is answered: after its commit, in time, and never so that what was typed is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

import structlog
from slack_sdk.models.views import View

from bot.blocks.ids import Field, field_of
from bot.blocks.notices import notice_view, refusal
from bot.domain.errors import StormlampError, TryAgain
from bot.domain.texts import later, say
from bot.slack.listener_runner import PromptAck
from bot.slack.payload import Payload

log = structlog.get_logger()

#: Slack shows an error of its own after three seconds, and the answer has to travel.
ANSWER_WITHIN = 2.4  # seconds
#: A form whose turn has not come by then is refused, while that can still be said in time.
TURN_WITHIN = 1.8  # seconds
#: Forms that are saved at once, in order of arrival. More would only make each other late, until none is in time.
AT_ONCE = 32

_KEPT = later("Not saved: {reason} Nothing you typed is lost; press the button again.")
_CROWDED = later("too many forms were sent at once.")
_TOO_SLOW = later("the database or Slack took too long.")
_OUR_FAULT = later("something went wrong on our side. Whoever runs Stormlamp finds it in the log.")


class Submissions:
    """`serving` is entered for as long as a responder waits for the answer to a form."""

    def __init__(
        self,
        serving: Callable[[], AbstractContextManager[None]] = nullcontext,
        *,
        within: float = ANSWER_WITHIN,
        turn_within: float = TURN_WITHIN,
    ) -> None:
        self._serving = serving
        self._within = within
        self._turn_within = turn_within
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def answer(
        self, ack: PromptAck, view: Payload, commit: Callable[[], Awaitable[View | None]], *, clears: bool = True
    ) -> None:
        """`commit` saves what the form says; a view that it returns takes the form's place instead of closing it.

        With `clears` the view that it stands upon, which was left for it, is closed with it.
        A second press after an unclear end is safe: the same form with the same content does nothing twice.
        """
        with self._serving():
            await self._answer(ack, view, commit, clears=clears)

    async def _answer(
        self, ack: PromptAck, view: Payload, commit: Callable[[], Awaitable[View | None]], *, clears: bool
    ) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(ack.asked_at + self._turn_within):
                await self._turn.acquire()
        except TimeoutError:
            await _keep(ack, view, None, say(_CROWDED))
            return
        saving = asyncio.create_task(_saved(commit))
        saving.add_done_callback(self._end_turn)
        try:
            # Not `asyncio.timeout`: a cancelled transaction takes its time to end, and Slack does not wait for that.
            if not (await asyncio.wait({saving}, timeout=ack.asked_at + self._within - loop.time()))[0]:
                saving.add_done_callback(_ended)
                saving.cancel()
                raise TimeoutError
            replacement = saving.result()
        except TryAgain as error:
            await _keep(ack, view, error.field, error.message)
        except StormlampError as error:
            await _refuse(ack, view, error.field, error.message)
        except TimeoutError:
            await _keep(ack, view, None, say(_TOO_SLOW))
        except Exception:
            log.exception("form_failed", form=view["callback_id"])
            await _refuse(ack, view, None, say(_KEPT, reason=say(_OUR_FAULT)))
        else:
            await _accept(ack, view, replacement, clears=clears)

    def _end_turn(self, _saving: asyncio.Future[View | None]) -> None:
        self._turn.release()


async def _saved(commit: Callable[[], Awaitable[View | None]]) -> View | None:
    """Whatever it stumbles over, also before there is anything to wait for, is this task's failure."""
    return await commit()


def _ended(saving: asyncio.Future[View | None]) -> None:
    if not saving.cancelled() and saving.exception() is not None:
        log.warning("form_given_up", error=str(saving.exception()))


async def _accept(ack: PromptAck, view: Payload, replacement: View | None, *, clears: bool) -> None:
    if replacement is not None:
        await ack(response_action="update", view=replacement.to_dict())
    elif clears and view.get("previous_view_id"):
        await ack(response_action="clear")
    else:
        await ack()


async def _keep(ack: PromptAck, view: Payload, field: str | None, reason: str) -> None:
    """For what nobody who fills in a form can mend: whoever runs Stormlamp hears of it, too."""
    log.warning("form_not_saved", form=view["callback_id"], reason=reason)
    await _refuse(ack, view, field, say(_KEPT, reason=reason))


async def _refuse(ack: PromptAck, view: Payload, field: str | None, sentence: str) -> None:
    ack.is_refusal = True
    ids = [block["block_id"] for block in view["blocks"] if block["type"] == "input" and block.get("block_id")]
    if ids:
        await ack(response_action="errors", errors={_block_of(ids, field): sentence})
    else:
        await ack(response_action="push", view=notice_view(refusal(sentence)).to_dict())


def _block_of(ids: Sequence[str], field: str | None) -> str:
    """The block of that field, else of the message, else the first one that can show an error."""
    return next((id for wanted in (field, Field.MESSAGE) for id in ids if field_of(id)[0] == wanted), ids[0])
