"""Who hears of what was committed, and when."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from storage import changes as module
from storage.changes import Changes


def a_crowd(changes: Changes) -> ExitStack:
    crowd = ExitStack()
    for _ in range(20):
        crowd.enter_context(changes.serving())
    return crowd


async def test_in_a_crowd_news_waits_until_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CROWD_OVER_SECONDS", 0.02)
    changes = Changes()
    with a_crowd(changes):
        for _ in range(20):
            changes.tell()
        assert changes.count == 0

        await changes.wait_beyond(0)
        assert changes.count == 1

    changes.tell()
    changes.tell()
    assert changes.count == 3


async def test_a_crowd_without_end_is_told_of_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_NEWS_IN_A_CROWD_SECONDS", 0.0)
    changes = Changes()
    with a_crowd(changes):
        for _ in range(3):
            changes.tell()

    assert changes.count == 3
