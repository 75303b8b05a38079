import asyncio
import os

import pytest

from storage.database import Database
from tests.command_line.conftest import CommandLine
from tests.domain.builders import NOON

DECLARE = ("incident", "declare", "--title", "Slow", "--message", "We look into it.")


@pytest.fixture
def owing(acme: CommandLine) -> CommandLine:
    """With an incident whose announcement is owed, and its first update."""
    acme.done("page", "edit", "acme", "--channel", "C0INCIDENTS")
    acme.done(*DECLARE)
    return acme


def set_aside(id: int, error: str) -> None:
    async def write() -> None:
        database = Database(os.environ["DATABASE_URL"])
        async with database.writing() as uow:
            [owed] = await uow.outbox.lock([id])
            await uow.outbox.set_aside(owed, error=error, now=NOON)
        await database.close()

    asyncio.run(write())


def test_where_nothing_is_owed_that_is_said(acme: CommandLine) -> None:
    assert acme.done("outbox", "list").out == "Nothing is owed to Slack.\n"
    assert acme.done("outbox", "retry", "--all").out == "Nothing is set aside or backs off.\n"


def test_what_is_owed_is_listed_in_plain_words(owing: CommandLine) -> None:
    set_aside(1, "invalid_blocks")

    first, second = owing.done("outbox", "list", "--json").json
    assert first | {"since": ""} == {
        "id": 1,
        "channel": "C0INCIDENTS",
        "what": "the announcement",
        "incident": "INC-1",
        "since": "",
        "state": "set aside",
        "attempts": 1,
        "last_error": "Slack does not take the message as it is: that is a defect of Stormlamp, please report it "
        "(invalid_blocks)",
    }
    assert (second["what"], second["state"], second["last_error"]) == ("an update in the thread", "waiting", None)
    heading, *lines = owing.done("outbox", "list").out.splitlines()
    assert heading.split() == ["Id", "Channel", "What", "Incident", "Since", "State", "Attempts", "Last", "error"]
    assert len(lines) == 2


def test_what_is_set_aside_is_named_by_the_doctor_and_tried_anew(owing: CommandLine) -> None:
    set_aside(1, "invalid_blocks")

    doctor = owing("doctor").out.splitlines()
    place = doctor.index("NOT  Refused by Slack: 1 set aside")
    assert "`stormlamp outbox list` says why" in doctor[place + 1]

    assert owing.done("outbox", "retry", "1").out == "1 is in order again; `stormlamp run` delivers.\n"
    assert [row["state"] for row in owing.done("outbox", "list", "--json").json] == ["waiting", "waiting"]
    assert "Refused by Slack" not in owing("doctor").out


def test_what_is_given_up_is_gone_and_in_the_record(owing: CommandLine) -> None:
    assert owing.done("outbox", "drop", "1", "2", "--reason", "Told by phone.").out == "2 are given up.\n"

    assert owing.done("outbox", "list", "--json").json == []
    latest = owing.done("audit", "--json").json[0]
    assert (latest["act"], latest["on"], latest["details"]["reason"]) == ("drop message", "INC-1", "Told by phone.")


def test_what_can_not_be_settled_is_refused_with_the_way_out(owing: CommandLine) -> None:
    assert owing.refused("outbox", "retry", "7") == "Nothing is owed under 7. `stormlamp outbox list` shows what is."
    assert "Give one or more IDs, or --all." in owing("outbox", "retry").err
    assert "Give one or more IDs, or --all." in owing("outbox", "retry", "1", "--all").err
    assert "Missing option '--reason'" in owing("outbox", "drop", "1").err
    assert owing("outbox", "retry", str(10**30)).exit_code == 2
