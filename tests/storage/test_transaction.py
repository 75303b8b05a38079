"""Rows wait to be inserted together, and nobody who asks can tell."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import event, insert

from bot.domain.incident import Author
from storage.database import Database
from storage.repositories.audit import Act
from storage.tables import PageChannelRow
from storage.unit_of_work import UnitOfWork
from tests.domain.builders import NOON, PAGE, a_page


class Broken(Exception):
    pass


@pytest.fixture
def inserts(database: Database) -> list[str]:
    """One for each statement that inserted into the audit record."""
    return statements(database, "INSERT INTO audit")


@pytest.fixture
def questions(database: Database) -> list[str]:
    """One for each statement that asked for a page's channels."""
    return statements(database, "SELECT page_channels")


def statements(database: Database, beginning: str) -> list[str]:
    """Those from now on."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(beginning):
            seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    return seen


async def note(uow: UnitOfWork, act: str) -> None:
    await uow.audit.add(Act(at=NOON, act=act, actor=Author(name="Ada"), origin="command line"))


async def acts(uow: UnitOfWork) -> Sequence[str]:
    """Oldest first."""
    return [each.act for each in reversed(await uow.audit.latest(limit=100))]


async def write(database: Database, act: str, *, looks: bool = False, breaks: bool = False) -> Sequence[str]:
    """What it sees of the record after its own act, if it looks."""
    async with database.writing() as uow:
        await note(uow, act)
        seen = await acts(uow) if looks else []
        if breaks:
            raise Broken
        return seen


async def recorded(database: Database) -> Sequence[str]:
    async with database.reading() as uow:
        return await acts(uow)


async def test_what_was_added_is_seen_by_whoever_asks_next(database: Database) -> None:
    async with database.writing() as uow:
        await note(uow, "first")
        before = await acts(uow)
        await note(uow, "second")

        assert before == ["first"]
        assert await acts(uow) == ["first", "second"]
    assert await recorded(database) == ["first", "second"]


async def test_rows_of_one_unit_go_in_by_one_statement(database: Database, inserts: list[str]) -> None:
    async with database.writing() as uow:
        for act in "abc":
            await note(uow, act)
            await uow.pages.channels_beside(PAGE)  # which asks for nothing that waits

    assert len(inserts) == 1
    assert await recorded(database) == ["a", "b", "c"]


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_rows_of_units_that_share_a_transaction_go_in_by_one_statement(
    database: Database, inserts: list[str]
) -> None:
    await asyncio.gather(*(write(database, act) for act in "abcde"))

    assert len(inserts) == 1
    assert await recorded(database) == list("abcde")


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_unit_that_looks_and_fails_takes_none_of_the_others_rows_with_it(database: Database) -> None:
    results = await asyncio.gather(
        write(database, "a"),
        write(database, "b", breaks=True),
        write(database, "c", looks=True, breaks=True),
        write(database, "d", looks=True),
        write(database, "e", breaks=True),
        write(database, "f"),
        return_exceptions=True,
    )

    assert [type(result) for result in results] == [list, Broken, Broken, list, Broken, list]
    assert results[3] == ["a", "d"]
    assert await recorded(database) == ["a", "d", "f"]


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_what_all_of_them_ask_is_asked_once_until_it_is_written_to(
    database: Database, questions: list[str]
) -> None:
    async with database.writing() as uow:
        await uow.pages.add(a_page(), renderer_version=1)

    async def look() -> Sequence[str]:
        async with database.writing() as uow:
            return await uow.pages.channels_beside(PAGE)

    async def tie(channel: str, *, breaks: bool = False) -> Sequence[str]:
        async with database.writing() as uow:
            await uow.pages.tie(PAGE, channel)
            seen = await uow.pages.channels_beside(PAGE)
            if breaks:
                raise Broken
            return seen

    async def untie(channel: str) -> Sequence[str]:
        async with database.writing() as uow:
            await uow.pages.untie(PAGE, channel)
            return await uow.pages.channels_beside(PAGE)

    async def copy(channel: str) -> None:
        async with database.transaction() as connection:
            await connection.execute(insert(PageChannelRow).values(page_id=PAGE, channel=channel))

    results = await asyncio.gather(
        *(look(), look(), tie("C1"), look(), tie("C2", breaks=True), look(), untie("C1"), look(), copy("C3"), look()),
        return_exceptions=True,
    )

    seen = [each for each in results if isinstance(each, list)]
    assert seen == [[], [], ["C1"], ["C1"], ["C1"], [], [], ["C3"]]
    # Those who wrote looked anew, and whoever came after one that failed or wrote past the session.
    assert len(questions) == 6
