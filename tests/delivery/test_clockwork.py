from datetime import timedelta

from sqlalchemy import select

from storage.tables import DeliveryRow
from tests.delivery.desk import Desk


async def deliveries(desk: Desk) -> list[str]:
    async with desk.application.database.view() as connection:
        return list((await connection.execute(select(DeliveryRow.identity))).scalars())


async def claim(desk: Desk, identity: str) -> None:
    async with desk.application.database.writing() as uow:
        await uow.deliveries.claim(identity, "", 0, now=desk.clock())


async def forgotten(desk: Desk, identity: str) -> None:
    changes = desk.application.database.changes
    while True:
        seen = changes.count
        if identity not in await deliveries(desk):
            return
        await changes.wait_beyond(seen)


async def test_what_slack_delivered_a_month_ago_is_forgotten_while_running(desk: Desk) -> None:
    number = await desk.declare()
    await claim(desk, "old")
    await desk.skip_to(desk.clock() + timedelta(days=29))
    await claim(desk, "new")
    await desk.settled()

    await desk.skip_to(desk.clock() + timedelta(days=2))
    await forgotten(desk, "old")

    assert await deliveries(desk) == ["new"]
    assert (await desk.update(number, "2")).number == number
