"""The app's home in the sandbox's browser: an admin adds a component, and follows an incident."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.app import Application
from bot.command_line.demo import demo
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings

pytestmark = pytest.mark.browser


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[Sandbox, Application]]:
    async with demo(Settings.model_validate({"port": 0}), tmp_path) as both:
        yield both


async def test_an_admin_adds_a_component_and_follows_an_incident_on_it(
    running: tuple[Sandbox, Application], page: Page
) -> None:
    sandbox, _ = running
    await page.goto(f"{sandbox.url}/?user=U0ADA#home")
    await page.get_by_role("button", name="Manage pages").click()
    pages = page.get_by_role("dialog", name="Status pages")
    await pages.locator("[aria-haspopup=menu]").click()
    await pages.get_by_role("menuitem", name="Components").click()
    components = page.get_by_role("dialog", name="Lamplight")
    await components.get_by_role("button", name="Add a component").click()
    form = page.get_by_role("dialog", name="Add a component")
    await form.get_by_label("Name").fill("Vouchers")
    await form.get_by_label("Group").fill("Shop")
    await form.get_by_role("button", name="Save").click()
    await expect(components.get_by_text("└ Vouchers")).to_be_visible()
    await components.get_by_role("button", name="Close").last.click()

    await page.get_by_role("button", name="Declare incident").first.click()
    form = page.get_by_role("dialog", name="Declare incident")
    await form.get_by_label("Title").fill("Vouchers are refused")
    await form.get_by_label("Message").fill("We are looking into it.")
    await form.get_by_label("Affected components").click()
    await form.get_by_role("option", name="Vouchers").click()
    await expect(form.get_by_label("Vouchers", exact=True)).to_be_visible()
    await form.get_by_role("button", name="Declare", exact=True).click()

    home = page.locator(".home")
    await expect(home.get_by_text("Vouchers: Degraded performance")).to_be_visible()
    await home.locator("select").last.select_option("Resolved")
    await expect(home.get_by_text("Vouchers are refused")).to_have_count(1)
    await home.get_by_role("button", name="Resolve").click()
    form = page.get_by_role("dialog", name="Resolve INC-4")
    await form.get_by_label("Message").fill("Vouchers are taken again.")
    await form.get_by_role("button", name="Resolve").click()
    await expect(home.get_by_text("No incident is open.")).to_be_visible()
    await expect(home.get_by_text("INC-4")).to_be_visible()
