from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.domain.retention import Retention
from bot.use_cases.forget import BATCH, Forget
from storage.database import Database
from storage.tables import DeliveryRow
from tests.conftest import StoppedClock
from tests.storage.filling import contents, fill

MONTH = timedelta(days=30)


async def test_what_is_old_is_forgotten_and_nothing_else(database: Database, clock: StoppedClock) -> None:
    await fill(database)  # on the first, second and third day from now
    before = await contents(database)
    clock.forward(days=32.5)

    gone = await Forget(database, clock, Retention(deliveries=MONTH, refused=MONTH, audit=MONTH))()

    after = await contents(database)
    # The third reminder was not sent, the third message was not refused: they are still owed.
    forgotten = {name: before[name][2:] for name in ("deliveries", "nudges", "outbox", "audit")}
    assert after == before | forgotten
    assert gone == 8


@pytest.mark.parametrize(
    ("retention", "forgotten"),
    [
        (Retention(), []),
        (Retention(deliveries=MONTH), ["deliveries", "nudges"]),
        (Retention(refused=MONTH), ["outbox"]),
        (Retention(audit=MONTH), ["audit"]),
    ],
)
async def test_each_is_kept_for_ever_unless_it_is_said_how_long(
    database: Database, clock: StoppedClock, retention: Retention, forgotten: list[str]
) -> None:
    await fill(database)
    before = await contents(database)
    clock.forward(days=1000)

    await Forget(database, clock, retention)()

    after = await contents(database)
    assert sorted(name for name in before if after[name] != before[name]) == forgotten


async def test_more_than_is_forgotten_at_once_is_forgotten_too(database: Database, clock: StoppedClock) -> None:
    rows = [
        {"identity": f"{n}", "digest": "", "incident_number": n, "claimed_at": clock() + timedelta(seconds=n)}
        for n in range(2 * BATCH + 1)
    ]
    async with database.transaction() as connection:
        await connection.execute(insert(DeliveryRow), rows)
    clock.forward(days=31)

    assert await Forget(database, clock, Retention(deliveries=MONTH))() == 2 * BATCH + 1
