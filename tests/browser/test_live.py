"""An open page in a real browser: it shows what changes, and nothing of the reader's place in it is lost."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page

from bot.domain.incident import Impact
from bot.status_page.preview import scenes
from bot.status_page.preview.parts import a_page
from bot.status_page.renderer import render_front
from bot.status_page.snapshot import FrontPart, HeadlineView
from tests.status_page.served import Served, served

pytestmark = pytest.mark.browser

OUTAGE = HeadlineView(text="Major System Outage", indicator=Impact.CRITICAL)
WITHIN_A_SECOND = 1_000


@pytest.fixture
async def site() -> AsyncIterator[Served]:
    async with served() as site:
        show(site, scenes.thirty_components())
        site.pages.confirm()
        yield site


def show(site: Served, part: FrontPart, *, stale_after: int = 120) -> None:
    page = part.page.model_copy(update={"stale_after": stale_after})
    site.put(render_front(part.model_copy(update={"page": page}), base_path="/acme/"))


def an_outage() -> FrontPart:
    front = scenes.thirty_components()
    page_wide = scenes.page_wide().open_incidents
    return front.model_copy(update={"headline": OUTAGE, "open_incidents": (*page_wide, *front.open_incidents)})


async def opened(page: Page, site: Served) -> None:
    await page.goto(f"{site.url}/acme/")
    await site.until(lambda: len(site.streams) == 1)


async def test_a_change_is_shown_within_a_second(site: Served, page: Page) -> None:
    await opened(page, site)

    show(site, an_outage())

    await page.wait_for_selector("text=Our data centre has lost power", timeout=WITHIN_A_SECOND)
    assert await page.title() == "Major System Outage · Acme"
    assert await page.locator("body").get_attribute("class") == "critical"


async def test_the_headline_stays_the_same_node_so_that_its_new_words_are_read_out(site: Served, page: Page) -> None:
    await opened(page, site)
    headline = await page.query_selector("[role=status]")
    assert headline is not None

    show(site, an_outage())
    await page.wait_for_selector("text=Our data centre has lost power")

    assert "Major System Outage" in await headline.inner_text()
    assert await page.locator("[aria-live]").count() == 1


async def test_scroll_focus_and_folded_groups_stay(site: Served, page: Page) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await opened(page, site)
    await page.locator("summary", has_text="Payments").click()
    link = page.locator("a", has_text="All incidents, by month")
    await link.focus()
    top = await link.evaluate("node => node.getBoundingClientRect().top")

    show(site, an_outage())
    await page.wait_for_selector("text=Our data centre has lost power")

    assert await page.locator("details", has_text="Payments").get_attribute("open") is None
    assert await page.locator("details[open]").count() == 5
    assert await link.evaluate("node => document.activeElement === node")
    assert await link.evaluate("node => node.getBoundingClientRect().top") == pytest.approx(top, abs=2)


async def test_it_finds_its_way_back_after_the_server_was_gone(site: Served, page: Page) -> None:
    await opened(page, site)
    for connection in site.connections:
        connection.shutdown()
    await site.until(lambda: len(site.streams) == 0)

    show(site, an_outage())

    await page.wait_for_selector("text=Our data centre has lost power", timeout=10_000)


async def test_without_streams_it_asks_now_and_then(browser: Browser) -> None:
    async with served(limit=0) as site:
        show(site, scenes.thirty_components())
        page = await browser.new_page()
        await page.clock.install()
        async with page.expect_response(lambda answer: answer.url.endswith("/events")):
            await page.goto(f"{site.url}/acme/")
        await page.wait_for_timeout(50)

        show(site, an_outage())
        await page.clock.run_for(40_000)

        await page.wait_for_selector("text=Our data centre has lost power")


async def test_a_page_that_could_not_be_confirmed_for_long_says_so(browser: Browser) -> None:
    async with served() as site:
        show(site, scenes.all_good(), stale_after=60)
        site.pages.confirm()
        page = await browser.new_page(timezone_id="UTC", locale="en")
        await page.clock.install(time="2026-11-23T14:02:00Z")
        await opened(page, site)
        note = page.locator("#unconfirmed")
        assert not await note.is_visible()

        await page.context.set_offline(True)
        await page.clock.run_for(70_000)

        await note.wait_for(state="visible")
        assert "Last confirmed" in await note.inner_text()
        assert "2:02" in await note.inner_text()

        await page.context.set_offline(False)
        await page.clock.run_for(60_000)
        await note.wait_for(state="hidden")


async def test_a_page_of_another_version_is_loaded_anew(site: Served, page: Page) -> None:
    await opened(page, site)
    files = render_front(scenes.thirty_components(), base_path="/acme/")
    name = next(path for path in files if path.startswith("live-"))
    newer = files[""].body.replace(name.encode(), b"live-0123456789.js").replace(b"<h1", b"<h1 id=newer")

    async with page.expect_navigation():
        site.put({"": type(files[""])(files[""].content_type, newer), "live-0123456789.js": files[name]})

    assert await page.locator("#newer").count() == 1


async def test_without_a_script_nothing_is_missing(browser: Browser, site: Served) -> None:
    page = await browser.new_page(java_script_enabled=False)
    await page.goto(f"{site.url}/acme/")

    assert await page.locator("h1").inner_text() == a_page().name
    assert not await page.locator("#unconfirmed").is_visible()


@contextlib.asynccontextmanager
async def another_site(script: str) -> AsyncIterator[str]:
    """A web site of somebody else's that takes up our script; gives its address."""
    body = f'<!doctype html><link rel=icon href="data:,"><title>Shop</title><script async src="{script}"></script>'

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.0 200 OK\r\ncontent-type: text/html\r\n\r\n{body}".encode())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}/"


async def test_another_site_shows_the_banner_while_an_incident_is_open(site: Served, page: Page) -> None:
    async with another_site(f"{site.url}/acme/embed.js") as shop:
        await page.goto(shop)

        await page.frame_locator("iframe").get_by_text("Webhooks are not delivered").wait_for()
        assert await page.locator("iframe").get_attribute("title") == "Acme: Partial System Outage"


async def test_another_site_shows_nothing_while_all_is_well(site: Served, page: Page) -> None:
    show(site, scenes.all_good())
    async with another_site(f"{site.url}/acme/embed.js") as shop:
        async with page.expect_response(lambda answer: answer.url.endswith("status.json")):
            await page.goto(shop)

        assert await page.locator("iframe").count() == 0
