"""A person in front of two windows: the sandbox, where they type, and the public page, where they look."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.app import Application
from bot.command_line.demo import demo
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings

pytestmark = pytest.mark.browser


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[Sandbox, Application]]:
    async with demo(Settings.model_validate({"port": 0}), tmp_path) as both:
        yield both


async def test_an_incident_goes_from_the_form_to_the_page_and_is_resolved(
    running: tuple[Sandbox, Application], page: Page, browser: Browser
) -> None:
    sandbox, application = running
    public = await browser.new_page()
    await public.goto(application.url)
    await expect(public.get_by_role("status")).to_contain_text("All Systems Operational")

    await page.goto(sandbox.url)
    await page.get_by_label("Write to #incidents").fill("/incident new Website loading slowly")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Declare incident")
    await expect(form.get_by_label("Title")).to_have_value("Website loading slowly")
    await form.get_by_label("Message").fill("Pages take ten seconds. We are **looking into it**.")
    await form.get_by_label("Affected components").click()
    await form.get_by_role("option", name="Website").click()
    await expect(form.get_by_label("Website", exact=True)).to_be_visible()
    await expect(form.get_by_label("Message")).to_have_value("Pages take ten seconds. We are **looking into it**.")
    await form.get_by_role("button", name="Declare").click()
    await expect(form).to_be_hidden()

    await expect(page.get_by_text("1 reply")).to_be_visible()
    await public.reload()
    await expect(public.get_by_role("status")).to_contain_text("Partially Degraded Service")
    await expect(public.get_by_role("link", name="Website loading slowly")).to_be_visible()
    await expect(public.locator("strong", has_text="looking into it")).to_be_visible()

    await page.get_by_role("button", name="Post update").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Status").first.select_option("Identified")
    await form.get_by_label("Message").fill("A disk is full. We are making room.")
    await form.get_by_role("button", name="Post update").click()
    await expect(form).to_be_hidden()
    await expect(page.get_by_text("2 replies")).to_be_visible()
    await public.reload()
    await expect(public.get_by_text("A disk is full. We are making room.")).to_be_visible()
    await expect(public.get_by_text("Identified").first).to_be_visible()

    await page.get_by_role("button", name="Resolve").first.click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Message").fill("All pages are quick again.")
    await form.get_by_role("button", name="Resolve").click()
    await expect(form).to_be_hidden()
    await expect(page.get_by_text("3 replies")).to_be_visible()
    await public.reload()
    await expect(public.get_by_role("status")).to_contain_text("All Systems Operational")
    await expect(public.get_by_text("All pages are quick again.")).to_be_visible()
