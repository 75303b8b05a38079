"""Pages served without the bot: they follow what is published, and stay when everything behind them is gone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.domain.errors import Invalid
from bot.page_service import PageService
from bot.settings import Settings
from bot.status_page.preview import scenes
from bot.status_page.preview.parts import a_page, an_incident, an_incident_part
from bot.status_page.renderer import render_front, render_incident
from bot.status_page.snapshot import FrontPart
from bot.status_page.targets.folder import FolderTarget
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.logged import logged
from tests.postgresql import running as postgresql_running
from tests.public_page import reader


@contextlib.asynccontextmanager
async def serving(
    folder: Path | None = None, database_url: str = "sqlite+aiosqlite:///unused.db"
) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings.model_validate({"database_url": database_url, "port": 0})
    service = PageService(settings, folder=folder)
    async with service.running(), reader(service.url) as public:
        yield public


async def shown(public: httpx.AsyncClient, path: str, holds: Callable[[httpx.Response], bool]) -> httpx.Response:
    async with asyncio.timeout(10):
        while not holds(answer := await public.get(path)):  # noqa: ASYNC110 as the public looks, from outside
            await asyncio.sleep(0.02)
    return answer


async def publish(folder: Path, part: FrontPart, *, slug: str = "acme", revision: int, is_first: bool = True) -> None:
    files = render_front(part, base_path=f"/{slug}/")
    for incident in part.open_incidents:
        files |= render_incident(an_incident_part(incident, page=part.page), base_path=f"/{slug}/")
    await FolderTarget("folder", folder).write(slug, files, is_first=is_first, revision=revision)


def a_front(slug: str = "acme", **scene: object) -> FrontPart:
    front = scenes.all_good()
    page = a_page(name=slug.capitalize(), url=f"http://localhost/{slug}")
    return front.model_copy(update={"page": page.model_copy(update={"slug": slug}), **scene})


async def test_a_folder_is_served_with_every_path_of_its_pages(tmp_path: Path) -> None:
    incident = an_incident(id="a1b2c3d4e5f6")
    await publish(tmp_path, a_front(open_incidents=(incident,)), revision=1)
    await publish(tmp_path, a_front("beta"), slug="beta", revision=1, is_first=False)

    async with serving(tmp_path) as public:
        await shown(public, "/readyz", lambda answer: answer.status_code == 200)

        assert "Acme" in (await public.get("/")).text
        assert "Beta" in (await public.get("/beta/")).text
        assert incident.title in (await public.get(f"/acme/incidents/{incident.id}")).text
        assert (await public.get("/acme/api/v2/summary.json")).json()["page"]["name"] == "Acme"
        assert (await public.get("/acme/badge.svg")).headers["content-type"].startswith("image/svg+xml")
        assert (await public.get("/acme/incidents/000000000000")).status_code == 404
        assert (await public.get("/acme/.stormlamp-acme")).status_code == 404


async def test_what_is_published_to_the_folder_is_shown_within_a_second(tmp_path: Path) -> None:
    await publish(tmp_path, a_front(), revision=1)
    async with serving(tmp_path) as public:
        await shown(public, "/acme/", lambda answer: "All Systems Operational" in answer.text)

        await publish(tmp_path, a_front(open_incidents=(an_incident("Everything is slow"),)), revision=2)

        async with asyncio.timeout(1):
            await shown(public, "/acme/", lambda answer: "Everything is slow" in answer.text)


async def test_the_last_page_stays_when_the_folder_goes_away(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    await publish(folder, a_front(), revision=1)
    async with serving(folder) as public:
        await shown(public, "/acme/", lambda answer: answer.status_code == 200)

        with capture_logs() as logs:
            folder.rename(tmp_path / "elsewhere")
            await logged(logs, "folder_not_followed")
            assert "All Systems Operational" in (await public.get("/acme/")).text

            (tmp_path / "elsewhere").rename(folder)
            await logged(logs, "folder_followed_again")
        assert [each["event"] for each in logs] == ["folder_not_followed", "folder_followed_again"]


async def test_the_last_page_stays_when_the_database_goes_away() -> None:
    async with contextlib.AsyncExitStack() as stack:
        with postgresql_running() as server:
            url = (await server.new_database()).render_as_string(hide_password=False)
            database = Database(url)
            await database.migrate()
            await CreatePage(database, utc_now)(NewPage(slug="acme", name="Acme"), actor=OPERATOR, origin=COMMAND_LINE)
            public = await stack.enter_async_context(serving(database_url=url))
            await shown(public, "/acme/", lambda answer: answer.status_code == 200)
            await CreateComponent(database, utc_now)(
                NewComponent(page="acme", name="Search"), actor=OPERATOR, origin=COMMAND_LINE
            )
            await shown(public, "/acme/", lambda answer: "Search" in answer.text)
            await database.close()

        answers = [await public.get(path) for path in ("/", "/acme/", "/acme/api/v2/summary.json", "/healthz")]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
        assert (await public.get("/acme/incidents/000000000000")).status_code == 503


async def test_it_starts_before_the_database_is_there(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/stormlamp.db"
    async with serving(database_url=url) as public:
        assert (await public.get("/")).status_code == 503

        database = Database(url)
        await database.migrate()
        await CreatePage(database, utc_now)(NewPage(slug="acme", name="Acme"), actor=OPERATOR, origin=COMMAND_LINE)

        assert "Acme" in (await shown(public, "/", lambda answer: answer.status_code == 200)).text
        async with database.reading() as uow:
            page = (await uow.pages.all())[0]
            assert await uow.publications.of_page(page.id) == []
        await database.close()


async def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/stormlamp.db"
    database = Database(url)
    await database.migrate()
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()

    with pytest.raises(Invalid, match="newer Stormlamp"):
        async with serving(database_url=url):
            pass


async def test_a_file_that_nobody_may_write_is_served_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/stormlamp.db"
    database = Database(url)
    await database.migrate()
    await CreatePage(database, utc_now)(NewPage(slug="acme", name="Acme"), actor=OPERATOR, origin=COMMAND_LINE)
    await database.close()

    async with serving(database_url=f"sqlite:///file:{tmp_path}/stormlamp.db?immutable=1&uri=true") as public:
        answer = await shown(public, "/acme/", lambda answer: answer.status_code == 200)

    assert "All Systems Operational" in answer.text


async def test_a_database_that_can_never_be_opened_ends_it(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="can't be opened"):
        async with serving(database_url=f"sqlite+aiosqlite:///{tmp_path}/no/such/folder/stormlamp.db"):
            pass


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="nothing-here"):
        PageService(Settings.model_validate({"port": 0}), folder=tmp_path / "nothing-here")


async def test_nothing_is_served_that_a_link_leads_to_outside_of_the_folder_nor_what_is_hidden(tmp_path: Path) -> None:
    folder, secret = tmp_path / "public", tmp_path / "secret.json"
    secret.write_text('"hush"')
    await publish(folder, a_front(), revision=1)
    (folder / "acme/extra").mkdir()
    (folder / "acme/extra/linked.json").symlink_to(secret)
    (folder / "acme/incidents").symlink_to(tmp_path)
    (folder / "acme/.git").mkdir()
    (folder / "acme/.git/config.txt").write_text("hush")
    (tmp_path / "a1b2c3d4e5f6").mkdir()
    (tmp_path / "a1b2c3d4e5f6/index.html").write_text("hush")

    async with serving(folder) as public:
        await shown(public, "/readyz", lambda answer: answer.status_code == 200)

        for path in ("extra/linked.json", ".git/config.txt", "incidents/a1b2c3d4e5f6"):
            assert (await public.get(f"/acme/{path}")).status_code == 404


async def test_that_there_are_no_metrics_is_said_where_they_are_asked_for(tmp_path: Path) -> None:
    await publish(tmp_path, a_front(), revision=1)
    service = PageService(Settings.model_validate({"port": 0, "metrics_port": 0}), folder=tmp_path)

    with capture_logs() as logs:
        async with service.running():
            pass

    assert "no_metrics" in [entry["event"] for entry in logs]
