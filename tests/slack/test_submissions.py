from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable
from functools import partial
from typing import Any

import pytest
from slack_sdk.models.views import View

from bot.blocks.notices import notice_view, sentence
from bot.domain.errors import Invalid, NotAllowed, StormlampError, TryAgain
from bot.slack.listener_runner import PromptAck
from bot.slack.submissions import AT_ONCE, Submissions

VIEW = {
    "callback_id": "declare_form",
    "blocks": [
        {"type": "section", "block_id": "a"},
        {"type": "input", "block_id": "title"},
        {"type": "input", "block_id": "components:page"},
        {"type": "input", "block_id": "message"},
    ],
}


async def answer_to(outcome: View | BaseException | None, *, view: dict[str, Any] | None = None) -> Any:
    async def commit() -> View | None:
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    ack = PromptAck()
    await Submissions().answer(ack, view or VIEW, commit)
    assert ack.response is not None
    return json.loads(ack.response.body or "{}")


async def test_a_form_that_was_saved_closes() -> None:
    assert await answer_to(None) == {}


async def test_a_form_upon_another_closes_both() -> None:
    assert await answer_to(None, view={**VIEW, "previous_view_id": "V0"}) == {"response_action": "clear"}


async def test_a_form_that_is_replaced_stays_open_as_another() -> None:
    answer = await answer_to(notice_view(sentence("It was resolved meanwhile.")))

    assert answer["response_action"] == "update"
    assert answer["view"]["callback_id"] == "notice"


@pytest.mark.parametrize(
    ("error", "block"),
    [
        (Invalid("Too long.", field="title"), "title"),
        (Invalid("Unknown.", field="components"), "components:page"),
        (NotAllowed("You are a guest."), "message"),
        (Invalid("No such field here.", field="impact"), "message"),
    ],
)
async def test_what_is_refused_is_said_at_its_field_else_at_the_message(error: StormlampError, block: str) -> None:
    assert await answer_to(error) == {"response_action": "errors", "errors": {block: error.message}}


async def test_a_form_without_a_message_says_it_at_its_first_field() -> None:
    view = {**VIEW, "blocks": VIEW["blocks"][:2]}

    assert (await answer_to(NotAllowed("No."), view=view))["errors"] == {"title": "No."}


async def test_what_may_succeed_in_a_moment_says_that_nothing_is_lost() -> None:
    answer = await answer_to(TryAgain("The database is busy."))

    assert answer["errors"]["message"] == (
        "Not saved: The database is busy. Nothing you typed is lost; press the button again."
    )


async def test_an_error_that_nobody_foresaw_keeps_the_form_open() -> None:
    answer = await answer_to(RuntimeError("boom"))

    assert "went wrong on our side" in answer["errors"]["message"]
    assert "boom" not in answer["errors"]["message"]


async def test_forms_in_which_something_is_missing_take_nobody_s_turn() -> None:
    submissions = Submissions(turn_within=0.1)

    def stumbles() -> Awaitable[View | None]:
        raise KeyError("user")

    async def commit() -> View | None:
        return None

    for _ in range(AT_ONCE + 1):
        await submissions.answer(PromptAck(), VIEW, stumbles)

    ack = PromptAck()
    await submissions.answer(ack, VIEW, commit)
    assert ack.response is not None
    assert not ack.response.body


async def test_what_takes_too_long_is_stopped_and_keeps_the_form_open() -> None:
    stopped = asyncio.Event()

    async def commit() -> View | None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return None

    ack = PromptAck()
    await Submissions(within=0.01).answer(ack, VIEW, commit)

    assert ack.response is not None
    assert "took too long" in json.loads(ack.response.body)["errors"]["message"]
    await stopped.wait()


async def test_of_a_crowd_all_are_saved_whose_turn_comes_in_time() -> None:
    saved: list[int] = []

    async def commit(number: int) -> View | None:
        await asyncio.sleep(0)
        saved.append(number)
        return None

    acks = [PromptAck() for _ in range(5 * AT_ONCE)]
    submissions = Submissions()
    await asyncio.gather(*(submissions.answer(ack, VIEW, partial(commit, number)) for number, ack in enumerate(acks)))

    assert [json.loads(ack.response.body or "{}") for ack in acks if ack.response] == [{}] * len(acks)
    assert saved == list(range(len(acks)))


async def test_who_waits_too_long_in_a_crowd_is_told_and_whoever_comes_after_it_is_saved() -> None:
    may_end = asyncio.Event()

    async def commit() -> View | None:
        await may_end.wait()
        return None

    acks = [PromptAck() for _ in range(AT_ONCE + 1)]
    submissions = Submissions(turn_within=0.01)
    answers = [asyncio.create_task(submissions.answer(ack, VIEW, commit)) for ack in acks]
    await answers[-1]
    may_end.set()
    await asyncio.gather(*answers)

    *saved, refused = [json.loads(ack.response.body or "{}") for ack in acks if ack.response is not None]
    assert saved == [{}] * AT_ONCE
    assert "Nothing you typed is lost" in refused["errors"]["message"]
    late = PromptAck()
    await submissions.answer(late, VIEW, commit)
    assert late.response is not None
    assert late.response.body == ""
