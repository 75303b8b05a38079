"""A real browser for the tests of what people see; without one on this machine they are skipped, and say so."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.tools import CHROMIUM_ARGUMENTS, tool


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    executable = tool("chromium")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page on which an error in the browser's console fails the test."""
    page = await browser.new_page(viewport={"width": 1280, "height": 800}, timezone_id="UTC")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    assert errors == []
