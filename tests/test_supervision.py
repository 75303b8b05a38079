"""Parts that fail are started again, and the log is not filled with it."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot import supervision, trouble_log
from bot.domain.errors import TryAgain
from bot.supervision import Supervision
from bot.trouble_log import TroubleLog


async def test_what_waits_for_the_database_is_started_again_soon_however_long_that_was_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervision, "_AWAY_SECONDS", 0.001)
    monkeypatch.setattr(supervision, "_WELL_AFTER_SECONDS", 0.001)
    back = asyncio.Event()
    attempts = 0

    async def watch() -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 50:
            raise TryAgain("The database does not answer.")
        asyncio.get_running_loop().call_later(0.01, back.set)
        await asyncio.Event().wait()

    with capture_logs() as logs:
        async with Supervision().running({"database watch": watch}), asyncio.timeout(20):
            await back.wait()

    assert [(entry["event"], entry["part"]) for entry in logs] == [
        ("part_failed", "database watch"),
        ("part_runs_again", "database watch"),
    ]


async def test_what_was_well_in_between_is_started_again_soon_each_time_it_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervision, "_FIRST_SECONDS", 0.001)
    monkeypatch.setattr(supervision, "_WELL_AFTER_SECONDS", 0.001)
    fifty_times = asyncio.Event()
    connections = 0

    async def socket() -> None:
        nonlocal connections
        connections += 1
        if connections == 50:
            fifty_times.set()
        await asyncio.sleep(0.005)
        raise OSError("lost")

    # With a pause that doubles, the twentieth attempt would come after half an hour.
    async with Supervision().running({"Slack": socket}), asyncio.timeout(20):
        await fifty_times.wait()


async def test_what_nobody_foresaw_is_told_in_a_sentence_and_logged_in_full() -> None:
    failed = asyncio.Event()

    async def part() -> None:
        asyncio.get_running_loop().call_soon(failed.set)
        raise LookupError("what was it")

    parts = Supervision()
    with capture_logs() as logs:
        async with parts.running({"home": part}):
            await failed.wait()
            assert parts.troubles == {"home": "It failed (LookupError) and is started again. The log says more."}

    assert [(entry["event"], entry["reason"]) for entry in logs] == [("part_failed", "LookupError: what was it")]
    assert isinstance(logs[0]["exc_info"], LookupError)


def test_a_trouble_is_logged_when_it_begins_when_its_reason_changes_and_when_it_is_over() -> None:
    trouble = TroubleLog("outbox_unreachable", over="outbox_reachable")

    with capture_logs() as logs:
        trouble.ended()
        for reason in ("busy", "busy", "away", "away", "busy"):
            trouble.failed(reason)
        trouble.ended()
        trouble.ended()
        trouble.failed("busy")

    assert [(entry["event"], entry.get("reason")) for entry in logs] == [
        ("outbox_unreachable", "busy"),
        ("outbox_unreachable", "away"),
        ("outbox_unreachable", "busy"),
        ("outbox_reachable", None),
        ("outbox_unreachable", "busy"),
    ]


def test_a_trouble_that_lasts_is_logged_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble_log, "_AGAIN_SECONDS", -1.0)
    trouble = TroubleLog("outbox_unreachable", over="outbox_reachable")

    with capture_logs() as logs:
        trouble.failed("busy")
        trouble.failed("busy")

    assert len(logs) == 2


async def test_a_part_ends_also_where_it_turns_its_end_into_a_failure() -> None:
    is_running = asyncio.Event()

    async def watch() -> None:
        is_running.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError as error:
            raise TryAgain("The database does not answer.") from error

    async with asyncio.timeout(20):
        async with Supervision().running({"database watch": watch}):
            await is_running.wait()
