from datetime import timedelta

from bot.domain.change import change
from storage.database import Database
from storage.outbox import Owed
from tests.conftest import StoppedClock

LEASE = timedelta(seconds=60)
YIELDING = {"edit"}


async def owe(database: Database, clock: StoppedClock, *streams: str) -> None:
    async with database.writing() as uow:
        for place, stream in enumerate(streams):
            await uow.outbox.add(stream=stream, kind="announce", payload={"incident": place}, now=clock())


async def lease(database: Database, clock: StoppedClock) -> list[tuple[str, int]]:
    return [(owed.stream, owed.payload["incident"]) for owed in await take(database, clock)]


async def take(database: Database, clock: StoppedClock) -> list[Owed]:
    async with database.writing() as uow:
        return list(await uow.outbox.lease_heads(now=clock(), until=clock() + LEASE, yielding=YIELDING))


async def owe_edit(database: Database, clock: StoppedClock, stream: str) -> None:
    async with database.writing() as uow:
        await uow.outbox.add(stream=stream, kind="edit", payload={"incident": 7}, now=clock())


async def postpone(database: Database, clock: StoppedClock, owed: Owed) -> None:
    async with database.writing() as uow:
        await uow.outbox.retry(owed, due_at=clock() + timedelta(seconds=5), error="ratelimited", unclear=False)


async def test_only_the_head_of_each_stream_is_given_out_and_to_one_only(
    database: Database, clock: StoppedClock
) -> None:
    await owe(database, clock, "C1", "C1", "C2")

    assert await lease(database, clock) == [("C1", 0), ("C2", 2)]
    assert await lease(database, clock) == []


async def test_a_stream_goes_on_when_its_head_is_done(database: Database, clock: StoppedClock) -> None:
    await owe(database, clock, "C1", "C1")
    head = (await take(database, clock))[0]

    async with database.writing() as uow:
        await uow.outbox.done(head)

    assert await lease(database, clock) == [("C1", 1)]


async def test_no_more_streams_are_leased_than_there_is_room_for(database: Database, clock: StoppedClock) -> None:
    await owe(database, clock, "C1", "C2", "C3")

    async with database.writing() as uow:
        first = await uow.outbox.lease_heads(now=clock(), until=clock() + LEASE, limit=1, besides={"C2"})

    [taken] = first
    assert taken.stream in {"C1", "C3"}
    assert {stream for stream, _ in await lease(database, clock)} == {"C1", "C2", "C3"} - {taken.stream}


async def test_a_failing_head_holds_back_its_own_stream_only(database: Database, clock: StoppedClock) -> None:
    await owe(database, clock, "C1", "C1")
    head = (await take(database, clock))[0]

    async with database.writing() as uow:
        await uow.outbox.retry(head, due_at=clock() + timedelta(seconds=5), error="ratelimited", unclear=False)
        await uow.outbox.add(stream="C2", kind="announce", payload={"incident": 9}, now=clock())

    assert await lease(database, clock) == [("C2", 9)]
    clock.forward(seconds=5)
    again = (await take(database, clock))[0]
    assert (again.attempts, again.unclear, again.payload) == (1, False, {"incident": 0})


async def test_a_lease_that_ran_out_is_given_out_again_as_unclear(database: Database, clock: StoppedClock) -> None:
    await owe(database, clock, "C1")
    assert [owed.unclear for owed in await take(database, clock)] == [False]

    clock.forward(seconds=61)

    assert [owed.unclear for owed in await take(database, clock)] == [True]


async def test_whoever_has_lost_a_row_to_another_changes_nothing_of_it(database: Database, clock: StoppedClock) -> None:
    await owe(database, clock, "C1", "C1")
    [late] = await take(database, clock)
    clock.forward(seconds=61)
    [ours] = await take(database, clock)

    async with database.writing() as uow:
        await uow.outbox.retry(late, due_at=clock(), error="http_503")
        assert not await uow.outbox.set_aside(late, error="invalid_blocks", now=clock())

    assert await lease(database, clock) == []
    async with database.reading() as uow:
        assert await uow.outbox.get(ours.id) == ours


async def test_a_row_set_aside_is_out_of_its_streams_way(database: Database, clock: StoppedClock) -> None:
    await owe(database, clock, "C1", "C1")
    head = (await take(database, clock))[0]

    async with database.writing() as uow:
        await uow.outbox.set_aside(head, error="invalid_blocks", now=clock())

    assert await lease(database, clock) == [("C1", 1)]


async def test_a_stream_is_woken_when_what_held_it_has_gone(database: Database, clock: StoppedClock) -> None:
    await owe(database, clock, "C1")
    head = (await take(database, clock))[0]
    async with database.writing() as uow:
        await uow.outbox.retry(head, due_at=clock() + timedelta(hours=1), error="not_in_channel", unclear=False)

    async with database.writing() as uow:
        await uow.outbox.wake_stream("C1", now=clock())

    assert await lease(database, clock) == [("C1", 0)]


async def test_a_row_that_is_put_back_waits_for_the_one_of_its_stream_that_is_under_way(
    database: Database, clock: StoppedClock
) -> None:
    await owe(database, clock, "C1", "C1")
    [first] = await take(database, clock)
    async with database.writing() as uow:
        await uow.outbox.set_aside(first, error="invalid_blocks", now=clock())
    [second] = await take(database, clock)

    async with database.writing() as uow:
        await uow.outbox.put_back(first, now=clock())

    assert await lease(database, clock) == []
    async with database.writing() as uow:
        await uow.outbox.done(second)
    assert await lease(database, clock) == [("C1", 0)]


async def test_an_edit_that_waits_lets_what_is_new_go_first(database: Database, clock: StoppedClock) -> None:
    await owe_edit(database, clock, "C1")
    (edit,) = await take(database, clock)
    await postpone(database, clock, edit)
    await owe(database, clock, "C1")

    assert await lease(database, clock) == [("C1", 0)]
    clock.forward(seconds=5)
    assert await lease(database, clock) == []  # one at a time: the other is under way
    clock.forward(seconds=55)
    assert [owed.kind for owed in await take(database, clock)] == ["edit"]


async def test_it_is_known_when_an_edit_that_waits_is_due(database: Database, clock: StoppedClock) -> None:
    await owe_edit(database, clock, "C1")
    (edit,) = await take(database, clock)
    await postpone(database, clock, edit)

    async with database.reading() as uow:
        due_at = await uow.outbox.next_due_at(now=clock(), yielding=YIELDING)
        again_at = await uow.outbox.postponed_until(stream="C1", kind="edit", payload={"incident": 7}, now=clock())
        of_another = await uow.outbox.postponed_until(stream="C1", kind="edit", payload={"incident": 8}, now=clock())

    assert due_at == again_at == clock() + timedelta(seconds=5)
    assert of_another is None


async def test_what_no_change_owes_has_one_id_at_each_attempt(database: Database, clock: StoppedClock) -> None:
    async with database.writing() as uow:
        await uow.outbox.add(stream="C1", kind="post_nudge", payload={}, now=clock())
    with change() as id:
        async with database.writing() as uow:
            await uow.outbox.add(stream="C1", kind="post_reply", payload={}, now=clock())

    async with database.reading() as uow:
        nudge, reply = await uow.outbox.all()
    assert nudge.change_id is not None
    assert (nudge.change_id != id, reply.change_id) == (True, id)
