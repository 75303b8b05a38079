from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.sandbox.deliveries import Deliveries, Kind, Payload, Retry, Unacknowledged
from bot.sandbox.workspace import Workspace
from tests.conftest import StoppedClock
from tests.sandbox.bolt_app import CONFIG


class ReluctantApp:
    """Acknowledges from a certain time on."""

    def __init__(self, workspace: Workspace, *, heeds_from: int) -> None:
        self._workspace = workspace
        self._heeds_from = heeds_from
        self.retries: list[int | None] = []
        self.event_ids: set[str] = set()

    async def send(self, kind: Kind, payload: Payload, retry: Retry | None, _sent: Callable[[], None]) -> Payload:
        self.retries.append(None if retry is None else retry.attempt)
        self.event_ids.add(payload["event_id"])
        self._workspace.news.tell()
        if len(self.retries) < self._heeds_from:
            raise Unacknowledged
        return {}


@pytest.mark.parametrize(
    ("heeds_from", "retries", "pauses"),
    [
        (1, [None], []),
        (2, [None, 1], [0]),
        (4, [None, 1, 2, 3], [0, 60, 300]),
        (9, [None, 1, 2, 3], [0, 60, 300]),
    ],
)
async def test_an_event_is_told_again_three_times_until_it_is_acknowledged(
    clock: StoppedClock, heeds_from: int, retries: list[int | None], pauses: list[float]
) -> None:
    workspace = Workspace(CONFIG, clock)
    app = ReluctantApp(workspace, heeds_from=heeds_from)
    deliveries = Deliveries(workspace, app)
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    deliveries.pause = pause
    deliveries.tell({"type": "app_mention"})
    while len(app.retries) < len(retries):
        await workspace.news.beyond(workspace.news.count)
    await deliveries.close()
    assert (app.retries, paused) == (retries, pauses)
    assert len(app.event_ids) == 1


async def test_an_event_to_which_the_app_has_not_subscribed_is_not_told(clock: StoppedClock) -> None:
    workspace = Workspace(CONFIG, clock)
    app = ReluctantApp(workspace, heeds_from=1)
    deliveries = Deliveries(workspace, app)
    deliveries.tell({"type": "reaction_added"})
    deliveries.tell({"type": "app_mention"})
    await workspace.news.beyond(workspace.news.count)
    assert [delivery.payload["event"]["type"] for delivery in deliveries.log] == ["app_mention"]
