"""What the web server shows follows the record, and outlives a database that is away."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.delivery import publication
from bot.delivery.addresses import Addresses
from bot.delivery.server_follower import ServerFollower
from bot.domain.change import change
from bot.domain.errors import TryAgain
from bot.status_page.memory import Place
from bot.use_cases.actor import OPERATOR
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.take_snapshot import TakeSnapshot
from storage.copies import back_up, restore
from storage.database import Database
from storage.repositories.publications import SERVER
from tests.conftest import StoppedClock


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Nobody can write meanwhile."""
    connection = sqlite3.connect(folder / "stormlamp.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


@contextlib.asynccontextmanager
async def _followed(folder: Path, clock: StoppedClock) -> AsyncIterator[tuple[Database, ServerFollower]]:
    database = Database(f"sqlite+aiosqlite:///{folder}/stormlamp.db", busy_timeout=0.05)
    await database.migrate()
    await CreatePage(database, clock)(NewPage(slug="acme", name="Acme"), actor=OPERATOR, origin=COMMAND_LINE)
    try:
        yield database, _follower(database, clock)
    finally:
        await database.close()


def _follower(database: Database, clock: StoppedClock) -> ServerFollower:
    addresses = Addresses("https://status.example.com")
    return ServerFollower(database, TakeSnapshot(database, clock, addresses.url_of), addresses, (SERVER,), clock)


async def _front(follower: ServerFollower) -> str:
    found = follower.pages.locate("localhost", "/acme/")
    assert found is not None
    representation = await follower.pages.get(*found)
    assert representation is not None
    return representation.variants["identity"].body.decode()


async def test_a_database_that_can_not_be_written_holds_no_page_back(tmp_path: Path, clock: StoppedClock) -> None:
    async with _followed(tmp_path, clock) as (database, follower):
        with _locked(tmp_path):
            await follower.catch_up()
            with pytest.raises(TryAgain):
                await follower.note()
        assert "Acme" in await _front(follower)
        assert follower.pages.is_ready

        await follower.note()
        async with database.reading() as uow:
            page = await uow.pages.by_slug("acme")
            [publication] = await uow.publications.of_page(page.id)
        assert (publication.target, publication.revision) == (SERVER, page.revision)


async def test_the_last_page_is_served_on_while_the_database_is_away(tmp_path: Path, clock: StoppedClock) -> None:
    async with _followed(tmp_path, clock) as (database, follower):
        await follower.catch_up()
        await EditPage(database, clock)(PageChange(slug="acme", name="Renamed"), actor=OPERATOR, origin=COMMAND_LINE)
        await database.close()
        (tmp_path / "stormlamp.db").rename(tmp_path / "away")
        (tmp_path / "stormlamp.db").touch()
        with pytest.raises(TryAgain):
            await follower.catch_up()
        assert "Acme" in await _front(follower)

        await database.close()
        (tmp_path / "away").rename(tmp_path / "stormlamp.db")
        await follower.catch_up()
        assert "Renamed" in await _front(follower)


async def test_a_backup_that_is_brought_back_beside_it_is_shown_whole(tmp_path: Path, clock: StoppedClock) -> None:
    async with _followed(tmp_path, clock) as (database, follower):
        await back_up(database, tmp_path / "backup.db", force=False)
        edit = EditPage(database, clock)
        for name in ("Lost", "Lost, too"):
            await edit(PageChange(slug="acme", name=name), actor=OPERATOR, origin=COMMAND_LINE)
        await follower.catch_up()
        await follower.note()

        await restore(database, tmp_path / "backup.db", replace=True)
        await follower.catch_up()
        assert "Lost" not in await _front(follower)

        await edit(PageChange(slug="acme", name="Renamed"), actor=OPERATOR, origin=COMMAND_LINE)
        await follower.catch_up()
        assert "Renamed" in await _front(follower)


async def test_an_older_state_that_others_have_put_back_is_shown_and_noted(tmp_path: Path, clock: StoppedClock) -> None:
    async with _followed(tmp_path, clock) as (database, follower):
        edit = EditPage(database, clock)
        for name in ("Lost", "Lost, too"):
            await edit(PageChange(slug="acme", name=name), actor=OPERATOR, origin=COMMAND_LINE)
        await follower.catch_up()
        await follower.note()

        async with database.transaction() as connection:
            await connection.execute(text("UPDATE pages SET revision = 2, name = 'Acme'"))
            await connection.execute(text("DELETE FROM publications"))
        await follower.catch_up()
        await follower.note()

        assert "Lost" not in await _front(follower)
        async with database.reading() as uow:
            [publication] = await uow.publications.of_page((await uow.pages.by_slug("acme")).id)
        assert publication.revision == 2


async def test_each_process_says_which_changes_it_shows(tmp_path: Path, clock: StoppedClock) -> None:
    async with _followed(tmp_path, clock) as (database, follower):
        followers = (follower, _follower(database, clock))
        for follower in followers:
            await follower.catch_up()
            await follower.note()

        edit = EditPage(database, clock)
        with change() as id, capture_logs() as logs:
            await edit(PageChange(slug="acme", name="Renamed"), actor=OPERATOR, origin=COMMAND_LINE)
            for follower in followers:
                await follower.catch_up()
                await follower.note()

    assert [entry["changes"] for entry in logs if entry["event"] == "page_published"] == [[id], [id]]


async def test_changes_that_everybody_shows_are_not_kept_for_ever(
    tmp_path: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "_CHANGES_KEPT", 2)
    async with _followed(tmp_path, clock) as (database, follower):
        edit = EditPage(database, clock)
        ids = []
        for name in ("One", "Two", "Three"):
            with change() as id:
                ids.append(id)
                await edit(PageChange(slug="acme", name=name), actor=OPERATOR, origin=COMMAND_LINE)
        await follower.catch_up()
        await follower.note()
        async with database.reading() as uow:
            page = await uow.pages.by_slug("acme")
            assert await uow.publications.changes(page.id, after=0, until=page.revision) == ids[1:]


async def test_a_translation_that_is_asked_for_amid_a_change_is_not_kept_as_it_was_before(
    tmp_path: Path, clock: StoppedClock
) -> None:
    async with _followed(tmp_path, clock) as (database, follower):
        edit = EditPage(database, clock)
        at_two_places = PageChange(slug="acme", public_url="https://acme.example.com")
        await edit(at_two_places, actor=OPERATOR, origin=COMMAND_LINE)
        await follower.catch_up()
        readers: list[asyncio.Task[str]] = []
        follower.pages.tell(lambda place: readers.append(asyncio.create_task(_in_french(follower, place))))

        await edit(PageChange(slug="acme", name="Renamed"), actor=OPERATOR, origin=COMMAND_LINE)
        await follower.catch_up()
        first, *_ = await asyncio.gather(*readers)

        assert len(readers) == 2
        assert "Renamed" in first
        assert all(["Renamed" in await _in_french(follower, place) for place in (SLUG, OWN)])


SLUG, OWN = Place("acme", "/acme/"), Place("acme", "/")


async def _in_french(follower: ServerFollower, place: Place) -> str:
    representation = await follower.pages.get_in(place, "", "fr")
    assert representation is not None
    assert representation.language == "fr"
    return representation.variants["identity"].body.decode()
