"""Lighthouse gives a busy page all points that don't depend on the machine; for those that do, `make lighthouse`."""

from __future__ import annotations

import pytest

from tests.checkers.lighthouse import DEVICES, TIMELESS, busy_page, examine

# Lighthouse may have to be fetched first.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

#: Ten TCP segments, which a server sends before it waits for the first answer: the page is there in one round trip.
FIRST_FLIGHT = 10 * 1_460


@pytest.mark.parametrize("device", DEVICES)
async def test_a_busy_page_has_all_points_in_one_flight_and_nothing_moves_or_blocks(device: str) -> None:
    facts = ("total-byte-weight", "cumulative-layout-shift", "render-blocking-resources", "network-requests")
    async with busy_page() as url:
        report = await examine(url, device, only=(*TIMELESS, *facts))

        assert (report.scores, report.found) == (dict.fromkeys(TIMELESS, 100), ())
        assert report.number("total-byte-weight") < FIRST_FLIGHT
        assert report.number("cumulative-layout-shift") == 0
        assert report.items("render-blocking-resources") == []
        loaded = {each["url"] for each in report.items("network-requests")}
        assert {each for each in loaded if not each.startswith(url)} == set()
