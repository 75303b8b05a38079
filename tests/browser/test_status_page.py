"""The public page in a real browser: right for everyone, at every width, in light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Route

from bot.status_page.live_script import render_live_script
from bot.status_page.preview import scenes
from bot.status_page.preview.parts import a_month, an_incident_part
from bot.status_page.rendered import RenderedFile
from bot.status_page.renderer import render_front, render_incident, render_month
from bot.status_page.representation import represent

pytestmark = pytest.mark.browser

ORIGIN = "https://status.example.com"
BUSY = scenes.thirty_components()
FIVE = scenes.five_updates().open_incidents[0]
HISTORY = a_month(*BUSY.latest_incidents, months=["2026-11", "2026-10", "2025-12"])

LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (390, "light"),
    (390, "dark"),
    (1280, "light"),
    (1280, "dark"),
)

PAGES: Mapping[str, RenderedFile] = {
    **{name: render_front(scene(), base_path="/")[""] for name, scene in scenes.FRONTS.items()},
    "an_incident": render_incident(an_incident_part(FIVE), base_path="/")[f"incidents/{FIVE.id}"],
    "an_old_incident": next(iter(render_incident(an_incident_part(BUSY.recent_incidents[0]), base_path="/").values())),
    "a_month": render_month(HISTORY, base_path="/")["history"],
    "no_history": render_front(scenes.nothing_yet(), base_path="/")["history"],
}
BESIDE = {
    "events": RenderedFile("text/event-stream", b": nothing new\n\n"),
    "logo-0123456789.svg": render_front(scenes.own_look(), base_path="/")["logo-0123456789.svg"],
}
#: Of languages, the one that turns the page around: the others differ in words only.
EXAMINED = [name for name in PAGES if name == "in_ar" or not name.startswith(("in_", "three_hundred"))]


async def show(page: Page, name: str) -> None:
    """As our server sends it, policy included: a refused style is an error in the console, which fails the test."""

    async def serve(route: Route) -> None:
        path = route.request.url.removeprefix(f"{ORIGIN}/")
        file = (render_live_script() | BESIDE).get(path, PAGES[name])
        headers = {"content-type": file.content_type, "content-security-policy": represent(file).policy}
        await route.fulfill(body=file.body, headers=headers)

    await page.route(f"{ORIGIN}/**", serve)
    await page.goto(f"{ORIGIN}/")


@pytest.mark.parametrize("name", EXAMINED)
async def test_axe_finds_nothing(browser: Browser, name: str) -> None:
    # axe is put into the page as a script, which the page's own policy would refuse.
    context = await browser.new_context(bypass_csp=True)
    page = await context.new_page()
    await show(page, name)
    # Above a gradient axe leaves every contrast open; coloured words stand where the light has all but faded.
    await page.add_style_tag(content="body::before { display: none }")
    for width, scheme in LOOKS:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme=scheme)

        found = await Axe().run(page)

        assert "color-contrast" in {each["id"] for each in found["passes"]}
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == [], (width, scheme)
    await context.close()


async def test_nothing_scrolls_sideways_on_the_narrowest_screen(page: Page) -> None:
    """320 pixels are 1,280 at a zoom of 400 %."""
    await page.set_viewport_size({"width": 320, "height": 640})
    widths = {}
    for name in PAGES:
        await show(page, name)
        widths[name] = await page.evaluate("document.documentElement.scrollWidth")

    assert widths == dict.fromkeys(PAGES, 320)


async def test_the_style_is_let_through_by_the_policy(page: Page) -> None:
    await show(page, "thirty_components")

    assert await page.locator(".card").first.evaluate("node => getComputedStyle(node).borderRadius") == "14px"


async def test_groups_fold_with_the_keyboard_and_without_a_script(browser: Browser) -> None:
    page = await browser.new_page(java_script_enabled=False)
    await show(page, "thirty_components")
    group = page.locator("details", has_text="Payments")

    await group.locator("summary").focus()
    await page.keyboard.press("Enter")

    assert await group.get_attribute("open") is None
    assert not await group.get_by_text("Invoices").is_visible()


async def test_the_first_tab_stop_skips_to_the_content(page: Page) -> None:
    await show(page, "all_good")

    await page.keyboard.press("Tab")

    assert await page.evaluate("document.activeElement.textContent") == "Skip to content"
    assert await page.locator(".skip").evaluate("node => node.getBoundingClientRect().left >= 0")


async def test_axe_finds_nothing_in_forced_colours_and_the_worst_days_still_stand_out(browser: Browser) -> None:
    context = await browser.new_context(bypass_csp=True, forced_colors="active")
    page = await context.new_page()
    await show(page, "thirty_components")
    bar = page.locator(".row", has_text="Webhooks").locator(".uptime")

    found = await Axe().run(page)
    boxes = [await shape.bounding_box() for shape in await bar.locator("path").all()]
    heights = [box["height"] for box in boxes if box is not None]

    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    # Good, partial outage, good, major outage.
    assert heights[0] == heights[2] < heights[1] < heights[3]
    await context.close()


async def test_on_paper_stands_what_happened_and_nothing_to_click_through(page: Page) -> None:
    await show(page, "thirty_components")
    await page.emulate_media(media="print")

    assert not await page.get_by_role("navigation").first.is_visible()
    assert await page.get_by_text("Webhooks have not been delivered").is_visible()
    assert await page.locator(".uptime").first.is_visible()


async def test_nothing_moves_by_itself_for_those_who_do_not_want_it(page: Page) -> None:
    await show(page, "thirty_components")
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"

    assert await page.evaluate(behaviour) == "smooth"
    await page.emulate_media(reduced_motion="reduce")
    assert await page.evaluate(behaviour) == "auto"


async def test_from_right_to_left_the_page_is_its_own_mirror_image(page: Page) -> None:
    async def gaps(name: str) -> list[tuple[float, float]]:
        await show(page, name)
        width = await page.evaluate("document.documentElement.clientWidth")
        boxes = [await page.locator(each).first.bounding_box() for each in (".brand bdi", ".row bdi", ".uptime svg")]
        return [(box["x"], width - box["x"] - box["width"]) for box in boxes if box]

    english = await gaps("thirty_components")
    await page.unroute_all()
    arabic = await gaps("in_ar")

    assert [right for _, right in arabic] == pytest.approx([left for left, _ in english], abs=2)


async def test_a_logo_and_an_accent_are_let_through(page: Page) -> None:
    await show(page, "own_look")

    assert await page.locator("h1 img").evaluate("node => node.complete && node.naturalHeight > 0")
    colour = await page.locator("footer a").first.evaluate("node => getComputedStyle(node).color")
    assert colour == "rgb(122, 31, 162)"
