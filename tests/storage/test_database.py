import asyncio
import contextlib
import shutil
import sqlite3
import threading
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bot.domain.component import PageId
from bot.domain.errors import Invalid, TryAgain, UnknownPage
from bot.domain.look import Logo
from bot.domain.page import Page
from storage.database import Database
from storage.engine import parse_url
from tests.domain.builders import NOON, PAGE, a_page
from tests.full_disk import nothing_written
from tests.postgresql import PostgreSQL, waits


async def add(database: Database, page: Page) -> None:
    async with database.writing() as uow:
        await uow.pages.add(page, renderer_version=1)


async def test_times_come_back_as_aware_utc(database: Database) -> None:
    elsewhere = datetime(2026, 11, 23, 7, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-5)))

    async with database.writing() as uow:
        await uow.pages.add(a_page(), renderer_version=1)
        await uow.pages.advance(PAGE, now=elsewhere)
    async with database.reading() as uow:
        page = await uow.pages.get(PAGE)

    assert page.updated_at == elsewhere
    assert page.updated_at.tzinfo is UTC


async def test_what_was_changed_is_what_is_read_next(database: Database) -> None:
    async with database.writing() as uow:
        await uow.pages.add(a_page(), renderer_version=1)
        before = await uow.pages.get(PAGE), await uow.pages.all()
        await uow.pages.advance(PAGE, now=before[0].updated_at)
        await uow.pages.save(a_page(time_zone="Europe/Berlin"))
        after = await uow.pages.get(PAGE), await uow.pages.all()

    assert before == (a_page(), [a_page()])
    assert [(page.revision, page.time_zone) for page in (after[0], *after[1])] == [(2, "Europe/Berlin")] * 2


async def test_what_was_read_of_a_row_does_not_hide_what_it_is_now(database: Database) -> None:
    async with database.writing() as uow:
        await uow.pages.add(a_page(), renderer_version=1)
        await uow.pages.save_logo(PAGE, Logo("a.svg", b"a"))
        before = await uow.pages.logo(PAGE)
        await uow.pages.save_logo(PAGE, Logo("b.svg", b"b"))

        assert before == Logo("a.svg", b"a")
        assert await uow.pages.logo(PAGE) == Logo("b.svg", b"b")


async def test_whoever_is_cancelled_as_it_closes_leaves_no_connection_behind(database: Database) -> None:
    entered = asyncio.Event()

    async def read() -> None:
        async with database.reading():
            entered.set()
            await asyncio.Event().wait()

    reading = asyncio.create_task(read())
    await entered.wait()
    reading.cancel()
    await database.close()

    assert reading.done()


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("steps", range(12))
async def test_when_it_is_closed_no_thread_of_it_is_left(database_url: str, steps: int) -> None:
    before = set(threading.enumerate())
    database = Database(database_url)

    async def read() -> None:
        async with database.reading() as uow:
            await uow.pages.all()

    reading = asyncio.create_task(read())
    for _ in range(steps):  # into opening the connection, and beyond
        await asyncio.sleep(0)
    reading.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await reading
    await database.close()

    assert [thread for thread in set(threading.enumerate()) - before if thread.daemon] == []


async def test_what_raises_inside_a_unit_of_work_leaves_nothing_behind(database: Database) -> None:
    async def stumble() -> None:
        async with database.writing() as uow:
            await uow.pages.add(a_page(), renderer_version=1)
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        await stumble()

    async with database.reading() as uow:
        with pytest.raises(UnknownPage):
            await uow.pages.get(PAGE)


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_database_that_another_process_has_locked_says_so_and_saves_nothing(database_url: str) -> None:
    ours, theirs = Database(database_url, busy_timeout=0.05), Database(database_url)

    async with theirs.writing() as uow:
        await uow.pages.add(a_page(), renderer_version=1)
        with pytest.raises(TryAgain, match=r"The database is busy\. Nothing was saved"):
            await add(ours, a_page())

    async with ours.reading() as uow:
        assert [page.slug for page in await uow.pages.all()] == ["example"]
    await ours.close()
    await theirs.close()


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("is_replaced", [True, False])
async def test_nothing_is_read_or_saved_while_another_file_has_the_database_s_name(
    database: Database, tmp_path: Path, is_replaced: bool
) -> None:
    file, elsewhere = tmp_path / "stormlamp.db", tmp_path / "elsewhere.db"
    await add(database, a_page())
    watching = asyncio.create_task(database.watch())
    await database.changes.wait_beyond(1)

    file.rename(elsewhere)
    if is_replaced:
        shutil.copyfile(elsewhere, file)

    with pytest.raises(TryAgain, match="moved or replaced while Stormlamp was running"):
        await watching
    with pytest.raises(TryAgain, match="moved or replaced while Stormlamp was running"):
        await add(database, a_page())
    with pytest.raises(TryAgain, match="moved or replaced while Stormlamp was running"):
        async with database.reading():
            pass
    elsewhere.rename(file)
    async with database.reading() as uow:
        assert await uow.pages.all() == [a_page()]


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_who_only_reads_is_not_told_that_nothing_was_saved(database: Database, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "stormlamp.db", isolation_level=None)) as lock:
        lock.execute("PRAGMA locking_mode = EXCLUSIVE")
        lock.execute("BEGIN EXCLUSIVE")
        with pytest.raises(TryAgain, match=r"^The database is busy\. Try again in a moment\.$"):
            async with database.reading() as uow:
                await uow.pages.all()


async def test_writers_of_one_process_wait_for_each_other(database: Database) -> None:
    await add(database, a_page())

    async def advance() -> int:
        async with database.writing() as uow:
            return await uow.pages.advance(PAGE, now=datetime(2026, 11, 23, tzinfo=UTC))

    revisions = await asyncio.gather(*(advance() for _ in range(20)))

    assert sorted(revisions) == list(range(2, 22))


async def test_whoever_waits_learns_of_a_commit_here_and_of_one_in_another_process(database_url: str) -> None:
    ours, theirs = Database(database_url), Database(database_url)
    watching = asyncio.create_task(ours.watch())
    await ours.changes.wait_beyond(0)

    seen = ours.changes.count
    await add(ours, a_page())
    assert ours.changes.count > seen
    await ours.changes.wait_beyond(seen + 1)

    seen = ours.changes.count
    async with theirs.writing() as uow:
        await uow.pages.advance(PAGE, now=datetime(2026, 11, 23, tzinfo=UTC))
    await ours.changes.wait_beyond(seen, seconds=5)
    assert ours.changes.count > seen

    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await ours.close()
    await theirs.close()


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_of_two_that_make_the_same_at_once_one_is_told_to_look(database: Database) -> None:
    async with database.writing() as uow:
        await uow.pages.add(a_page(), renderer_version=1)
        await uow.pages.get(PAGE)  # so that its row is there, and waits no more
        other = asyncio.create_task(add(database, a_page()))
        await waits(database, other)

    with pytest.raises(TryAgain, match="Somebody has just made the same"):
        await other


async def test_a_database_without_tables_names_the_way_out(empty_database_url: str) -> None:
    database = Database(empty_database_url)

    with pytest.raises(TryAgain, match="`stormlamp migrate` makes them"):
        async with database.reading() as uow:
            await uow.pages.all()
    await database.close()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/name", "sqlite+aiosqlite://", "://"])
def test_a_database_url_that_can_not_be_used_is_refused_without_repeating_a_password(url: str) -> None:
    with pytest.raises(Invalid, match=r"^DATABASE_URL .* Write it like sqlite\+aiosqlite:///stormlamp.db"):
        parse_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///:memory:",
        "sqlite+aiosqlite:///file::memory:?cache=shared&uri=true",
        "sqlite:///file:x?mode=memory&uri=true",
        "sqlite:///file:/x?vfs=memdb&uri=true",
    ],
)
def test_a_database_that_would_be_gone_with_its_process_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match=r"^DATABASE_URL names a database in memory, which is gone with its process"):
        parse_url(url)


@pytest.mark.parametrize(
    "option",
    [
        "foo=hush",
        "hush",
        "ssl=require&hush=1",
        "prepared_statement_cache_size=hush",
        "port=hush",
        "server_settings=hush",
    ],
)
def test_an_option_that_no_driver_takes_is_refused_before_it_is_asked(option: str) -> None:
    with pytest.raises(Invalid, match=r"^DATABASE_URL has an option ") as refusal:
        parse_url(f"postgresql://u:hush@h/n?{option}{'=' if '=' not in option else ''}x")
    assert "hush" not in refusal.value.message


@pytest.mark.parametrize(
    "url", ["postgresql+asyncpg://u:p@h/n?ssl=require&target_session_attrs=any", "sqlite+aiosqlite:///x.db?timeout=5"]
)
def test_an_option_that_a_driver_takes_is_taken(url: str) -> None:
    assert parse_url(url).render_as_string(hide_password=False) == url


@pytest.mark.parametrize(
    ("typed", "used"),
    [("sqlite:///x.db", "sqlite+aiosqlite:///x.db"), ("postgres://u@h/n", "postgresql+asyncpg://u@h/n")],
)
def test_the_driver_is_filled_in(typed: str, used: str) -> None:
    assert parse_url(typed).render_as_string() == used


async def test_a_user_that_may_not_make_tables_is_told_in_a_sentence(postgresql: PostgreSQL) -> None:
    """So it is for everybody but the owner since PostgreSQL 15."""
    async with postgresql.stranger() as database:
        with pytest.raises(Invalid) as refusal:
            await database.migrate()

    assert refusal.value.message == (
        "The database that DATABASE_URL names refuses us: permission denied for schema public. "
        "Let our user be its owner."
    )


async def test_a_database_that_takes_no_more_connections_says_so(postgresql: PostgreSQL) -> None:
    async with postgresql.stranger("CONNECTION LIMIT 0") as database:
        with pytest.raises(TryAgain) as refusal:
            await database.migrate()

    assert refusal.value.message == "The database takes no more connections. Try again in a moment."


async def test_a_database_with_tables_of_others_is_told_in_a_sentence_and_left_as_it_is(
    empty_database_url: str,
) -> None:
    database = Database(empty_database_url)
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE pages (number INTEGER)"))

    with pytest.raises(Invalid, match=r"has tables of others: .*pages.* already exists\. Give us an empty one\."):
        await database.migrate()

    async with database.view() as connection:
        tables = await connection.run_sync(lambda connection: inspect(connection).get_table_names())
    await database.close()
    assert tables == ["pages"]


async def test_an_error_does_not_repeat_what_was_typed(database: Database) -> None:
    with pytest.raises(TryAgain) as error:
        async with database.transaction() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:typed)"), {"typed": "typed by " * 2})

    said = "".join(traceback.format_exception(error.value))
    assert "INSERT INTO nowhere" in said
    assert "typed by typed by" not in said


async def test_a_disk_without_room_for_what_sqlite_needs_beside_the_file_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/stormlamp.db"
    first = Database(url)
    await first.migrate()
    await first.close()
    monkeypatch.setattr("storage.database._ROOM", 2**62)
    database = Database(url)

    with (
        nothing_written(),
        pytest.raises(TryAgain, match=r"^The database's disk is full\. Make room, then try again\."),
    ):
        await database.migrate()

    await database.close()


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_what_belongs_to_a_page_that_somebody_else_removes_just_then_is_told_so(database: Database) -> None:
    async def follow() -> None:
        async with database.writing() as uow:
            await uow.pages.get(PAGE)
            async with database.writing() as another:
                await another.pages.delete(PAGE)
            await uow.publications.follow(PAGE, ("server",), now=NOON)

    await add(database, a_page())

    with pytest.raises(TryAgain, match=r"^Somebody has just removed what this belongs to\. Nothing was saved; look at"):
        await follow()


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_of_the_first_incidents_at_once_each_has_a_number(database: Database) -> None:
    async def number() -> int:
        async with database.writing() as uow:
            return await uow.incidents.next_number()

    async with database.writing() as uow:
        assert await uow.incidents.next_number() == 1
        other = asyncio.create_task(number())
        await waits(database, other)

    assert await other == 2


async def test_a_database_that_does_not_know_every_character_is_refused(postgresql: PostgreSQL) -> None:
    url = await postgresql.new_database("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    database = Database(url.render_as_string(hide_password=False))

    with pytest.raises(Invalid, match=r"is in LATIN1, which does not know every character\. Make one with ENCODING"):
        await database.migrate()
    await database.close()


async def test_a_database_that_takes_no_more_connections_for_good_may_pass(postgresql: PostgreSQL) -> None:
    url = await postgresql.new_database_with_tables()
    async with postgresql.closed(url):
        database = Database(url.render_as_string(hide_password=False))
        with pytest.raises(TryAgain, match="The database fails; its own log says why"):
            async with database.reading() as uow:
                await uow.pages.all()
        await database.close()


async def test_a_damaged_file_is_called_so(tmp_path: Path) -> None:
    file = tmp_path / "stormlamp.db"
    database = Database(f"sqlite:///{file}")
    await database.migrate()
    await database.close()
    whole = file.read_bytes()
    file.write_bytes(whole[:4_096] + b"\xff" * (len(whole) - 4_096))
    damaged = Database(f"sqlite:///{file}")

    with pytest.raises(TryAgain, match=r"The database's file is damaged\. Bring back a backup"):
        async with damaged.reading() as uow:
            await uow.pages.all()
    await damaged.close()


async def test_what_was_opened_while_a_disk_was_read_only_is_opened_anew(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/stormlamp.db")
    await database.migrate()
    await add(database, a_page())
    async with database.engine.connect() as connection:
        # It stays with the connection, as what SQLite has opened to read only.
        await connection.execute(text("PRAGMA query_only = ON"))

    with pytest.raises(TryAgain, match=r"The database is read-only\. Nothing was saved; try again once it"):
        await add(database, replace(a_page(), id=PageId("other"), slug="other"))
    await add(database, replace(a_page(), id=PageId("other"), slug="other"))

    async with database.reading() as uow:
        assert [page.slug for page in await uow.pages.all()] == [a_page().slug, "other"]
    await database.close()
