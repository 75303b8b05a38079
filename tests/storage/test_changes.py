"""Who hears of what was committed, and when."""

from __future__ import annotations

from storage.changes import Changes


async def test_in_a_crowd_news_waits_for_its_end() -> None:
    crowd = [True]
    changes = Changes(lambda: bool(crowd))
    await changes.tell()
    await changes.tell()
    assert changes.count == 1

    crowd.clear()
    await changes.tell()
    await changes.tell()
    assert changes.count == 3
