from datetime import timedelta

import pytest

from bot.domain.errors import BeingDelivered, Invalid, UnknownOwed
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.dedicated_channels import OpenChannel
from bot.use_cases.find_owed import FindOwed
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.settle_owed import DropOwed, RetryOwed
from storage.outbox import Owed
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration


async def owed_by(verbs: Verbs) -> list[Owed]:
    return list(await FindOwed(verbs.database)())


async def set_aside(verbs: Verbs, owed: Owed) -> None:
    async with verbs.database.writing() as uow:
        await uow.outbox.set_aside(owed, error="invalid_blocks", now=verbs.clock())


async def test_what_is_tried_anew_is_as_it_was_at_first_and_in_the_audit_record(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    first, *others = await owed_by(verbs)
    await set_aside(verbs, first)

    await RetryOwed(verbs.database, verbs.clock)(None, actor=OPERATOR, origin=COMMAND_LINE)

    assert await owed_by(verbs) == [first, *others]
    async with verbs.database.reading() as uow:
        [act] = await uow.audit.latest(limit=1)
    assert (act.act, act.incident_number) == ("retry message", 1)
    assert act.details == {"id": first.id, "kind": first.kind, "stream": first.stream, "error": "invalid_blocks"}


async def test_what_backs_off_is_tried_at_once_with_all_that_is_set_aside(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    first, second, *others = await owed_by(verbs)
    await set_aside(verbs, first)
    async with verbs.database.writing() as uow:
        await uow.outbox.retry(second, due_at=verbs.clock() + timedelta(minutes=15), error="http_503")

    tried = await RetryOwed(verbs.database, verbs.clock)(None, actor=OPERATOR, origin=COMMAND_LINE)

    assert [owed.id for owed in tried] == [first.id, second.id]
    assert await owed_by(verbs) == [first, second, *others]


async def test_only_what_is_named_is_tried_anew(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    first, second, *_ = await owed_by(verbs)
    await set_aside(verbs, first)
    await set_aside(verbs, second)

    await RetryOwed(verbs.database, verbs.clock)([second.id], actor=OPERATOR, origin=COMMAND_LINE)

    assert [owed.id for owed in await owed_by(verbs) if owed.set_aside_at] == [first.id]


async def test_what_is_given_up_is_in_the_audit_record_with_the_reason(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    first, *others = await owed_by(verbs)

    await DropOwed(verbs.database, verbs.clock)([first.id], "Not needed.", actor=OPERATOR, origin=COMMAND_LINE)

    assert await owed_by(verbs) == others
    async with verbs.database.reading() as uow:
        [act] = await uow.audit.latest(limit=1, incident_number=1)
    assert (act.act, act.details["reason"]) == ("drop message", "Not needed.")


async def test_all_that_is_named_is_settled_or_nothing(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    before = await owed_by(verbs)
    drop = DropOwed(verbs.database, verbs.clock)

    with pytest.raises(UnknownOwed, match=r"Nothing is owed under 99\. `stormlamp outbox list` shows what is\."):
        await drop([before[0].id, 99], "Not needed.", actor=OPERATOR, origin=COMMAND_LINE)
    with pytest.raises(Invalid, match="The reason is empty"):
        await drop([before[0].id], " ", actor=OPERATOR, origin=COMMAND_LINE)

    assert await owed_by(verbs) == before


async def test_what_is_being_delivered_is_let_alone_until_its_lease_has_run_out(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    async with verbs.database.writing() as uow:
        [head, *_] = await uow.outbox.lease_heads(now=verbs.clock(), until=verbs.clock() + timedelta(seconds=60))
    drop = DropOwed(verbs.database, verbs.clock)

    with pytest.raises(BeingDelivered, match=f"{head.id} is being delivered just now"):
        await drop([head.id], "Not needed.", actor=OPERATOR, origin=COMMAND_LINE)
    verbs.clock.forward(seconds=61)

    assert [owed.id for owed in await drop([head.id], "Not needed.", actor=OPERATOR, origin=COMMAND_LINE)] == [head.id]


async def test_a_channel_that_was_given_up_can_be_asked_for_again(verbs: Verbs) -> None:
    number = (await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)).number
    ask = OpenChannel(verbs.database, verbs.clock, Responders())
    await ask(number, is_private=False, actor=ADA, origin=COMMAND_LINE)
    [wanted] = [owed for owed in await owed_by(verbs) if owed.kind == "make_channel"]

    await DropOwed(verbs.database, verbs.clock)([wanted.id], "No.", actor=OPERATOR, origin=COMMAND_LINE)

    await ask(number, is_private=True, actor=ADA, origin=COMMAND_LINE)


async def test_what_another_version_owes_can_be_given_up(verbs: Verbs) -> None:
    async with verbs.database.writing() as uow:
        await uow.outbox.add(stream="C1", kind="from_the_future", payload={}, now=verbs.clock())
    [owed] = await owed_by(verbs)

    await DropOwed(verbs.database, verbs.clock)([owed.id], "Unknown.", actor=OPERATOR, origin=COMMAND_LINE)

    assert await owed_by(verbs) == []
