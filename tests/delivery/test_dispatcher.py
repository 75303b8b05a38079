"""What nobody foresaw in one row ends nothing else."""

from structlog.testing import capture_logs

from tests.delivery.desk import INCIDENTS, Desk


async def test_a_row_that_this_version_does_not_know_is_set_aside_and_holds_nothing(desk: Desk) -> None:
    async with desk.application.database.writing() as uow:
        await uow.outbox.add(stream=INCIDENTS, kind="from_the_future", payload={}, now=desk.clock())
    await desk.declare()
    with capture_logs() as logs:
        await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1"]
    [left] = await desk.rows()
    assert (left.kind, left.attempts, left.set_aside_at is None) == ("from_the_future", 3, False)
    assert [entry for entry in logs if entry["event"] == "part_failed"] == []


async def test_a_row_whose_incident_is_gone_is_set_aside(desk: Desk) -> None:
    async with desk.application.database.writing() as uow:
        await uow.outbox.add(stream=INCIDENTS, kind="announce", payload={"incident": 99}, now=desk.clock())
    await desk.settled()
    [left] = await desk.rows()
    assert left.last_error == "There is no INC-99. /incident list shows the open ones."
    assert desk.announcements() == []
