"""The application as a whole: how it starts, what it outlives, how it stops."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import insert, select
from structlog.testing import capture_logs

from bot.app import Application
from bot.domain.errors import Invalid
from bot.sandbox.deliveries import Delivery
from bot.sandbox.faults import Refused
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from bot.use_cases.actor import OPERATOR
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.find_pages import FindPages
from bot.use_cases.origin import COMMAND_LINE
from bot.web_server import bind
from storage.database import Database
from storage.tables import PageRow
from tests.delivery.desk import INCIDENTS, Desk, MovedClock
from tests.logged import logged
from tests.postgresql import PostgreSQL, waits
from tests.public_page import reader
from tests.status_page.served import client


def application(folder: Path, sandbox: Sandbox | None = None, **settings: Any) -> Application:
    """In Socket Mode where there is a workspace; else without Slack."""
    slack: dict[str, Any] = {}
    if sandbox is not None:
        slack = {
            "slack_bot_token": SecretStr(sandbox.bot_token),
            "slack_app_token": SecretStr(sandbox.app_token),
            "slack_api_url": sandbox.api_url,
        }
    database_url = f"sqlite+aiosqlite:///{folder}/stormlamp.db"
    return Application(Settings.model_validate({"database_url": database_url, "port": 0, **slack, **settings}))


@contextlib.asynccontextmanager
async def starting(app: Application) -> AsyncIterator[httpx.AsyncClient]:
    """Not waiting until it has started. The client reads what the public reads."""
    leave = asyncio.Event()

    async def run() -> None:
        async with app.running():
            await leave.wait()

    async with reader(app.url) as public:
        running = asyncio.create_task(run())
        try:
            yield public
        finally:
            leave.set()
            await running


async def answer(public: httpx.AsyncClient, app: Application, path: str, status: int = 200) -> httpx.Response:
    """As soon as it has that status."""
    while True:
        seen = app.database.changes.count
        response = await public.get(path)
        if response.status_code == status:
            return response
        await app.database.changes.wait_beyond(seen, seconds=1)


async def test_an_empty_database_gets_one_page(tmp_path: Path) -> None:
    app = application(tmp_path)
    with capture_logs() as logs:
        async with starting(app) as public:
            assert "Our service" in (await answer(public, app, "/")).text
            assert "All Systems Operational" in (await answer(public, app, "/status/")).text
            assert [each.page.slug for each in await FindPages(app.database).all()] == ["status"]
            async with app.database.reading() as uow:
                [act] = await uow.audit.latest(limit=1)
            await logged(logs, "page_published")
    assert (act.act, act.origin) == ("create page", "start")
    assert [entry["page"] for entry in logs if entry["event"] == "page_made"] == ["status"]
    assert [len(entry["changes"]) for entry in logs if entry["event"] == "page_published"] == [1]


async def test_a_database_with_pages_gets_no_other(tmp_path: Path) -> None:
    app = application(tmp_path)
    await app.database.migrate()
    await CreatePage(app.database, MovedClock())(NewPage(slug="acme", name="Acme"), actor=OPERATOR, origin=COMMAND_LINE)
    async with starting(app) as public:
        await answer(public, app, "/acme/")
        assert [each.page.slug for each in await FindPages(app.database).all()] == ["acme"]


async def test_a_page_that_another_process_makes_at_the_same_time_is_the_one(
    postgresql: PostgreSQL, tmp_path: Path
) -> None:
    url = (await postgresql.new_database_with_tables()).render_as_string(hide_password=False)
    pages, first = PageRow.metadata.tables["pages"], Database(f"sqlite:///{tmp_path}/first.db")
    await first.migrate()
    await CreatePage(first, MovedClock())(NewPage(slug="status", name="Theirs"), actor=OPERATOR, origin=COMMAND_LINE)
    async with first.view() as view:
        theirs = (await view.execute(select(pages))).mappings().one()
    await first.close()
    other, app = Database(url), application(tmp_path, database_url=url)
    with capture_logs() as logs:
        async with contextlib.AsyncExitStack() as stack:
            async with other.transaction() as connection:
                await connection.execute(insert(pages), dict(theirs))
                await stack.enter_async_context(starting(app))
                runs = asyncio.create_task(logged(logs, "running"))
                await waits(other, runs)
            await runs
            assert [each.page.name for each in await FindPages(other).all()] == ["Theirs"]
    await other.close()
    assert not {"page_made", "database_away"} & {entry["event"] for entry in logs}


async def test_the_web_server_answers_before_the_database_does(tmp_path: Path) -> None:
    lock = sqlite3.connect(tmp_path / "stormlamp.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    app = application(tmp_path)
    with capture_logs() as logs:
        async with starting(app) as public:
            assert (await public.get("/healthz")).json() == {"alive": True}
            for path in ("/healthz", "/readyz"):
                changed = await public.post(path)
                assert (changed.status_code, changed.headers["allow"]) == (405, "GET, HEAD")
            assert (await public.get("/readyz")).status_code == 503
            assert (await public.get("/")).status_code == 503
            await logged(logs, "database_away")
            lock.close()
            await answer(public, app, "/status/")
            assert (await public.get("/readyz")).json() == {
                "pages": True,
                "slack": None,
                "database": True,
                "dispatcher": None,
                "reasons": [],
            }


async def test_a_port_in_use_is_refused_by_the_name_of_its_setting(tmp_path: Path) -> None:
    with contextlib.closing(bind("127.0.0.1", 0)) as taken, pytest.raises(Invalid, match="STORMLAMP_PORT"):
        application(tmp_path, port=taken.getsockname()[1])


@pytest.mark.parametrize("host", ["203.0.113.1", "..", "status..example.com", "a" * 300])
async def test_an_address_of_another_machine_is_refused_by_the_name_of_its_setting(tmp_path: Path, host: str) -> None:
    with pytest.raises(Invalid, match="STORMLAMP_HOST"):
        application(tmp_path, host=host)


async def test_a_database_that_can_never_be_opened_ends_it(tmp_path: Path) -> None:
    app = application(tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/no/such/folder/stormlamp.db")
    with pytest.raises(Invalid, match="DATABASE_URL"):
        async with app.running():
            pass


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_a_token_that_slack_refuses_leaves_the_page_up_and_says_so(tmp_path: Path, method: str) -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.plan(method, Refused("invalid_auth"), times=None)
        app = application(tmp_path, sandbox)
        with capture_logs() as logs:
            async with starting(app) as public:
                await answer(public, app, "/status/")
                await logged(logs, "part_failed")
                readiness = await public.get("/readyz")
                assert readiness.status_code == 200
                assert (readiness.json()["pages"], readiness.json()["slack"]) == (True, False)
                assert "Slack answered “invalid_auth”" in readiness.json()["reasons"][0]
                sandbox.faults.clear()
                await sandbox.connected(15)
        [refused, *_] = [entry for entry in logs if entry["event"] == "part_failed"]
        assert refused["part"] == "slack"
        assert "Slack answered “invalid_auth”. Check the app's tokens" in refused["reason"]
        assert sandbox.bot_token not in str(logs)
        assert sandbox.app_token not in str(logs)


async def test_a_socket_on_a_dead_ticket_is_opened_anew(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        app = application(tmp_path, sandbox)
        async with starting(app) as public:
            await sandbox.connected()
            sandbox.faults.refuses_sockets = True
            await sandbox.socket_mode.drop()
            await _ready(public, slack=False)
            sandbox.faults.refuses_sockets = False
            await sandbox.connected(20)
            await _ready(public, slack=True)


async def _ready(public: httpx.AsyncClient, *, slack: bool) -> None:
    async with asyncio.timeout(5):
        while (await public.get("/readyz")).json()["slack"] is not slack:  # noqa: ASYNC110 a socket tells nobody
            await asyncio.sleep(0.05)


async def test_without_slack_s_settings_it_serves_the_page_and_says_so(tmp_path: Path) -> None:
    app = application(tmp_path, metrics_port=0)
    with capture_logs() as logs:
        async with starting(app) as public:
            await answer(public, app, "/status/")
            metrics = (await public.get(str(app.metrics_url))).text
    assert "stormlamp_database_up 1.0" in metrics
    # An alarm on it would ring for ever.
    assert "stormlamp_slack_connected" not in metrics
    assert "no_slack" in [entry["event"] for entry in logs]


async def test_it_stops_within_seconds_whoever_holds_a_connection(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        app = application(tmp_path, sandbox)
        async with contextlib.AsyncExitStack() as connections:
            address = ("127.0.0.1", int(app.url.rpartition(":")[2]))
            async with starting(app) as public:
                await sandbox.connected()
                await answer(public, app, "/status/")  # and is kept alive
                stream = await connections.enter_async_context(client(address))
                stream.ask("/status/events")
                await stream.head()
                silent = await connections.enter_async_context(client(address))
                silent.send(b"GET / HT")
                stopping = asyncio.get_running_loop().time()
            assert asyncio.get_running_loop().time() - stopping < 5
            assert not sandbox.socket_mode.is_connected
            with socket.socket() as again:
                assert again.connect_ex(address) != 0


async def test_nor_does_a_form_that_waits_for_the_database_keep_it(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        app = application(tmp_path, sandbox)
        busy = Database(str(app.database.url))
        async with contextlib.AsyncExitStack() as held:
            address = ("127.0.0.1", int(app.url.rpartition(":")[2]))
            async with starting(app):
                await sandbox.connected()
                ada = sandbox.person("ada")
                await ada.types("/incident new Website loading slowly")
                form = await ada.modal()
                form.fill("Message", "We are looking into it.")
                await held.enter_async_context(busy.transaction())
                submitted = asyncio.create_task(form.submit())
                silent = await held.enter_async_context(client(address))
                silent.send(b"GET / HT")
                await sandbox.until(lambda: _submissions(sandbox))
                await ada.types("/incident help")  # once that is acknowledged, the form before it has been taken in
                stopping = asyncio.get_running_loop().time()
            assert asyncio.get_running_loop().time() - stopping < 5
            assert not (await submitted).is_accepted
        await busy.close()


async def test_a_form_that_is_under_way_is_saved_and_answered_before_it_stops(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        app = application(tmp_path, sandbox)
        busy = Database(str(app.database.url))
        async with contextlib.AsyncExitStack() as held:
            async with starting(app):
                await sandbox.connected()
                ada = sandbox.person("ada")
                await ada.types("/incident new Website loading slowly")
                form = await ada.modal()
                form.fill("Message", "We are looking into it.")
                await held.enter_async_context(busy.transaction())
                submitted = asyncio.create_task(form.submit())
                await sandbox.until(lambda: _submissions(sandbox))
                await ada.types("/incident help")  # once that is acknowledged, the form before it has been taken in
                # It waits for the other process, and still does when it is told to stop.
                asyncio.get_running_loop().call_later(0.5, lambda: asyncio.ensure_future(held.aclose()))
            assert (await submitted).is_accepted
        async with busy.reading() as uow:
            assert [incident.title for incident in await uow.incidents.open()] == ["Website loading slowly"]
        await busy.close()


def _submissions(sandbox: Sandbox) -> list[Delivery]:
    return [each for each in sandbox.deliveries.log if each.payload.get("type") == "view_submission"]


async def test_two_processes_on_one_database_double_nothing(tmp_path: Path) -> None:
    async with Sandbox(rate_limits=False) as sandbox:
        first = application(tmp_path, sandbox)
        await first.database.migrate()
        clock = MovedClock()
        await CreatePage(first.database, clock)(
            NewPage(slug="acme", name="Acme", channel=INCIDENTS), actor=OPERATOR, origin=COMMAND_LINE
        )
        second = application(tmp_path, sandbox)
        async with starting(first) as public, starting(second) as other:
            desk = Desk(sandbox, first, clock)
            numbers = [await desk.declare(f"Incident {position}") for position in range(5)]
            for number in numbers:
                await desk.update(number, "2")
            await desk.settled()
            assert [desk.thread(announcement) for announcement in desk.announcements()] == [["1", "2"]] * 5
            for app, reader in ((first, public), (second, other)):
                while "Incident 4" not in (await answer(reader, app, "/acme/")).text:
                    await app.database.changes.wait_beyond(app.database.changes.count, seconds=0.2)
