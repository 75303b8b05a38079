"""Admins change pages, groups and components from the app's home; nobody else does."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.domain.page import Page
from bot.domain.uptime import Weights
from bot.sandbox.acts import NotPossible
from bot.sandbox.deliveries import Kind
from bot.sandbox.modal import Modal
from bot.sandbox.user import UserKind
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.edit_component import ComponentChange, EditComponent
from bot.use_cases.edit_group import RenameGroup
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.find_pages import FindPages
from bot.use_cases.keep_ready_message import KeepReadyMessage
from bot.use_cases.origin import COMMAND_LINE
from tests.deaf import unheard
from tests.delivery.desk import MovedClock
from tests.journeys.stage import Stage, staged


async def managing(stage: Stage, *, by: str = "ada") -> Modal:
    """The list of pages."""
    person = stage.person(by)
    person.opens_home()
    home = await person.home("Open incidents")
    await home.presses("Manage pages")
    return await person.modal(title="Status pages")


async def components_of(stage: Stage, page: str = "Acme") -> Modal:
    pages = await managing(stage)
    await pages.picks("Components", beside=f"*{page}*")
    await stage.sandbox.until(lambda: pages.title == page)
    return pages


def reads(view: Modal, text: str) -> bool:
    return text in view.text


async def names(stage: Stage, page: str = "acme") -> list[str]:
    state = await FindPages(stage.application.database).by_slug(page)
    return [state.catalogue.full_name(each.id) for each in state.catalogue.live]


async def page_of(stage: Stage) -> Page:
    return (await FindPages(stage.application.database).by_slug("acme")).page


async def edit_page(stage: Stage, **settings: Any) -> None:
    """Another admin changes these settings of the page, meanwhile."""
    change = PageChange(slug="acme", **settings)
    await EditPage(stage.application.database, utc_now)(change, actor=OPERATOR, origin=COMMAND_LINE)


async def test_a_page_is_added_and_its_settings_are_changed(stage: Stage) -> None:
    pages = await managing(stage)

    await pages.presses("Add a page")
    form = await stage.ada.modal(title="Add a page")
    assert (form.value("Time zone"), form.value("Days of history")) == ("UTC", "7")
    form.fill("Short name", "acme")
    form.fill("Name", "Beta")
    assert not (await form.submit()).is_accepted
    assert list(form.errors) == ["Short name"]
    form.fill("Short name", "beta")
    form.fill("Time zone", "Middle/Earth")
    assert not (await form.submit()).is_accepted
    assert list(form.errors) == ["Time zone"]
    form.fill("Time zone", "Europe/Berlin")
    form.fill("Days of history", "few")
    assert not (await form.submit()).is_accepted
    assert form.errors == {"Days of history": "Write a whole number of days."}
    form.fill("Days of history", "14")
    form.set_channel("Channel", "#incidents")
    assert (await form.submit()).is_accepted

    await stage.sandbox.until(lambda: "*Beta* · `beta`" in pages.text)
    await pages.picks("Settings", beside="*Beta*")
    form = await stage.ada.modal(title="Page settings")
    assert form.value("Channel") == "C0INCIDENTS"
    form.fill("Name", "Beta two")
    form.set_channel("Channel", None)
    assert (await form.submit()).is_accepted

    await stage.sandbox.until(lambda: "*Beta two*" in pages.text)
    beta = (await FindPages(stage.application.database).by_slug("beta")).page
    assert (beta.name, beta.channel, beta.time_zone, beta.history_days) == ("Beta two", None, "Europe/Berlin", 14)
    assert "Beta two" in await stage.page_shows(lambda html: "Beta two" in html, "/beta/")


async def test_a_page_gets_a_look_and_a_language_of_its_own(stage: Stage) -> None:
    pages = await managing(stage)
    await pages.picks("Look and uptime", beside="*Acme*")
    form = await stage.ada.modal(title="Look and uptime")
    assert (form.value("Language"), form.value("Weight of a partial outage")) == ("English", "30")
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><circle r='9'/></svg>"

    for label, wrong, right, sentence in (
        ("Accent colour", "#ffff00", "#14588f", "can't be read on the page's light background"),
        ("Links", "https://example.com/help", "Support = https://example.com/?a=b", "has no label"),
        ("Logo, as the text of an SVG", "a lamp", svg, "The logo is no picture that can be used."),
        ("Weight of a partial outage", "30%", "50", "Write a whole number of percent."),
        ("Weight of a major outage", "101", "90", "it can be 0 to 100 percent"),
    ):
        form.fill(label, wrong)
        assert not (await form.submit()).is_accepted
        assert list(form.errors) == [label]
        assert sentence in form.errors[label]
        form.fill(label, right)
    await form.choose("Language", "German · Deutsch")
    await form.choose("History")
    assert (await form.submit()).is_accepted

    html = await stage.page_shows(lambda html: 'lang="de"' in html)
    assert "https://example.com/?a=b" in html
    assert "#14588f" in html
    page = (await FindPages(stage.application.database).by_slug("acme")).page
    assert (page.weights, page.has_archive) == (Weights(major=90, partial=50, degraded=0), False)
    assert page.logo is not None
    assert (await stage.public.get(f"/acme/{page.logo}")).text == svg

    await pages.picks("Look and uptime", beside="*Acme*")
    form = await stage.ada.modal(title="Look and uptime")
    assert form.value("Links") == "Support = https://example.com/?a=b"
    form.fill("Accent colour", "")
    form.fill("Links", "")
    await form.choose("Logo", "Take the logo away")
    assert (await form.submit()).is_accepted
    page = (await FindPages(stage.application.database).by_slug("acme")).page
    assert (page.accent, page.links, page.logo, page.locale) == (None, (), None, "de")
    async with stage.application.database.reading() as uow:
        [latest] = await uow.audit.latest(limit=1)
    assert latest.details == {"settings": "accent, logo, links"}


async def test_settings_leave_what_nobody_touched_as_another_admin_has_set_it(stage: Stage) -> None:
    pages = await managing(stage)
    await pages.picks("Settings", beside="*Acme*")
    older = await stage.ada.modal(title="Page settings")
    await edit_page(stage, name="Acme renamed", announce_changes=False)
    older.fill("Days of history", "9")

    assert (await older.submit()).is_accepted

    page = await page_of(stage)
    assert (page.name, page.history_days, page.announce_changes) == ("Acme renamed", 9, False)


async def test_settings_that_another_admin_has_changed_are_shown_as_they_stand_now(stage: Stage) -> None:
    pages = await managing(stage)
    await pages.picks("Settings", beside="*Acme*")
    older = await stage.ada.modal(title="Page settings")
    await edit_page(stage, name="By Bob", history_days=14, time_zone="Europe/Berlin")
    older.fill("Name", "By Ada")
    older.fill("Days of history", "9")
    older.set_channel("Channel", None)

    await older.submit()

    assert older.is_open
    assert "*Somebody else has changed this while you wrote.*" in older.text
    assert "• Name: *By Bob*\n• Days of history: *14*" in older.text
    assert "Europe/Berlin*" not in older.text
    assert [older.value(label) for label in ("Name", "Days of history", "Channel")] == ["By Ada", "9", None]
    assert (await page_of(stage)).name == "By Bob"
    assert (await older.submit()).is_accepted
    page = await page_of(stage)
    assert (page.name, page.history_days, page.channel, page.time_zone) == ("By Ada", 9, None, "Europe/Berlin")


async def test_a_look_leaves_what_nobody_touched_as_another_admin_has_set_it(stage: Stage) -> None:
    pages = await managing(stage)
    await pages.picks("Look and uptime", beside="*Acme*")
    older = await stage.ada.modal(title="Look and uptime")
    links = [("Support", "https://example.com/help")]
    await edit_page(stage, locale="de", accent="#14588f", links=links, has_archive=False, major_weight=90)
    older.fill("Weight of a partial outage", "50")

    assert (await older.submit()).is_accepted

    page = await page_of(stage)
    assert page.weights == Weights(major=90, partial=50, degraded=0)
    assert (page.locale, page.has_archive, [link.label for link in page.links]) == ("de", False, ["Support"])
    assert page.accent is not None


async def test_a_look_that_another_admin_has_changed_is_shown_as_it_stands_now(stage: Stage) -> None:
    pages = await managing(stage)
    await pages.picks("Look and uptime", beside="*Acme*")
    older = await stage.ada.modal(title="Look and uptime")
    await edit_page(stage, locale="de", has_archive=False)
    await older.choose("Language", "French · français")
    older.fill("Accent colour", "#14588f")

    await older.submit()

    assert "• Language: *German · Deutsch*" in older.text
    assert (older.value("Language"), older.value("Accent colour")) == ("French · français", "#14588f")
    assert (await older.submit()).is_accepted
    page = await page_of(stage)
    assert (page.locale, page.has_archive) == ("fr", False)


async def test_a_component_a_group_and_a_message_keep_what_another_admin_has_made_of_them(stage: Stage) -> None:
    await stage.add_components("API", group="Core")
    database = stage.application.database
    by_bob: dict[str, Any] = {"actor": OPERATOR, "origin": COMMAND_LINE}
    await KeepReadyMessage(database, utc_now)("acme", "Slow", "It is slow.", **by_bob)
    view = await components_of(stage)
    await view.picks("Edit", beside="API")
    component = await stage.ada.modal(title="Edit component")
    await RenameGroup(database, utc_now)("acme", "Core", "Heart", **by_bob)
    change = ComponentChange(page="acme", component="API", description="By Bob")
    await EditComponent(database, utc_now)(change, **by_bob)
    component.fill("Name", "Public API")
    assert (await component.submit()).is_accepted
    await stage.sandbox.until(partial(reads, view, "Public API\nBy Bob"))
    assert await names(stage) == ["Heart - Public API"]

    await view.picks("Rename", beside="*Heart*")
    group = await stage.ada.modal(title="Rename group")
    await RenameGroup(database, utc_now)("acme", "Heart", "Soul", **by_bob)
    group.fill("Name", "Core")
    await group.submit()
    assert "• Name: *Soul*" in group.text
    assert (await group.submit()).is_accepted
    assert await names(stage) == ["Core - Public API"]

    await view.close()
    view = await components_of(stage)
    await view.presses("Ready-made messages")
    await stage.sandbox.until(partial(reads, view, "It is slow."))
    await view.picks("Edit", beside="Slow")
    message = await stage.ada.modal(title="Edit message")
    await KeepReadyMessage(database, utc_now)("acme", "Slow", "By Bob.", **by_bob)
    message.fill("Name", "Late")
    assert (await message.submit()).is_accepted
    await stage.sandbox.until(partial(reads, view, "Late"))
    async with database.reading() as uow:
        [kept] = await uow.ready_messages.of_page((await uow.pages.by_slug("acme")).id)
    assert (kept.name, kept.text) == ("Late", "By Bob.")


async def test_a_page_is_removed_once_its_name_is_typed_and_its_address_tells_the_end(stage: Stage) -> None:
    await stage.add_page("beta")
    await stage.add_components("API")
    await stage.declare("Slow", "We are looking into it.", "API")
    view = await components_of(stage)
    await view.presses("Remove this page")
    form = await stage.ada.modal(title="Remove page")
    form.fill("Its short name", "beta")
    assert not (await form.submit()).is_accepted
    assert form.errors == {"Its short name": "This is not the page's short name. To remove it, type: acme"}
    form.fill("Its short name", "acme")
    assert not (await form.submit()).is_accepted
    assert "has an open incident: INC-1 “Slow”" in form.errors["Its short name"]
    resolution = await stage.form("/incident resolve INC-1 All is well.", by="bob")
    assert (await resolution.submit()).is_accepted

    assert (await form.submit()).is_accepted

    await stage.sandbox.until(lambda: view.title == "Status pages")
    assert "*Acme*" not in view.text
    html = await stage.page_shows(lambda html: "no longer updated" in html)
    assert "All Systems Operational" not in html
    assert "Operational" not in html
    incident = (await stage.public.get("/acme/api/v2/incidents.json")).json()["incidents"][0]["id"]
    permalink = (await stage.public.get(f"/acme/incidents/{incident}")).text
    assert "We are looking into it." in permalink
    assert "This page is no longer updated" in permalink
    assert (await stage.summary())["status"] == {"indicator": "none", "description": "This page is no longer updated"}
    assert "Beta" in await stage.page_shows(lambda html: "Beta" in html, "/")
    await view.close()
    await stage.ada.types("/incident new Slow again", "#general")
    form = await stage.ada.modal(title="Declare incident")
    assert form.options("Status page") == ["Beta"]


async def test_a_page_that_never_had_an_incident_is_gone(stage: Stage) -> None:
    await stage.add_page("beta")
    view = await components_of(stage)
    await view.presses("Remove this page")
    form = await stage.ada.modal(title="Remove page")
    form.fill("Its short name", "acme")

    assert (await form.submit()).is_accepted

    await stage.sandbox.until(lambda: view.title == "Status pages")
    await stage.page_shows(lambda html: "Beta" in html, "/")
    assert (await stage.public.get("/acme/")).status_code == 404
    await view.presses("Add a page")
    form = await stage.ada.modal(title="Add a page")
    form.fill("Short name", "acme")
    form.fill("Name", "Acme again")
    assert (await form.submit()).is_accepted
    await stage.page_shows(lambda html: "Acme again" in html)


async def test_pages_change_their_order(stage: Stage) -> None:
    await stage.add_page("beta")
    pages = await managing(stage)

    await pages.picks("Move up", beside="*Beta*")

    await stage.sandbox.until(lambda: pages.text.index("*Beta*") < pages.text.index("*Acme*"))
    assert "Beta" in await stage.page_shows(lambda html: "Beta" in html, "/")


async def test_a_click_that_is_delivered_twice_moves_one_place(stage: Stage) -> None:
    await stage.add_page("beta")
    await stage.add_page("gamma")
    pages = await managing(stage)
    await pages.picks("Move up", beside="*Gamma*")
    await stage.sandbox.until(lambda: pages.text.index("*Gamma*") < pages.text.index("*Beta*"))

    await stage.sandbox.deliveries.redeliver(stage.sandbox.deliveries.last(Kind.INTERACTION))
    await pages.picks("Move up", beside="*Beta*")

    await stage.sandbox.until(lambda: pages.text.index("*Beta*") < pages.text.index("*Gamma*"))
    assert pages.text.index("*Acme*") < pages.text.index("*Beta*")
    async with stage.application.database.reading() as uow:
        assert [act.act for act in await uow.audit.latest(limit=3)].count("move page") == 2


async def test_a_form_that_is_delivered_again_acts_once_and_is_answered_like_the_first(stage: Stage) -> None:
    view = await components_of(stage)
    await view.presses("Add a component")
    form = await stage.ada.modal(title="Add a component")
    form.fill("Name", "Cache")
    assert (await form.submit()).is_accepted
    submission = stage.sandbox.deliveries.last(Kind.INTERACTION, "view_submission")

    answers = await asyncio.gather(*(stage.sandbox.deliveries.redeliver(submission) for _ in range(3)))

    assert answers == [{}, {}, {}]
    assert await names(stage) == ["Cache"]


async def test_a_form_that_was_saved_with_other_content_is_offered_not_swallowed(stage: Stage) -> None:
    view = await components_of(stage)
    await view.presses("Add a component")
    form = await stage.ada.modal(title="Add a component")
    form.fill("Name", "Cache")
    with unheard(stage.sandbox):
        assert (await form.submit()).trouble is not None
    form.fill("Name", "Other")
    form.fill("Description", "Another one")

    await form.submit()

    assert form.is_open
    assert "*This form was sent already, with other content, and that is saved.*" in form.text
    assert (form.value("Name"), form.value("Description")) == ("Other", "Another one")
    assert await names(stage) == ["Cache"]
    assert (await form.submit()).is_accepted
    assert await names(stage) == ["Cache", "Other"]


async def test_a_change_that_is_delivered_again_does_not_undo_a_later_one(stage: Stage) -> None:
    await stage.add_components("API")
    view = await components_of(stage)
    await view.picks("Edit", beside="API")
    form = await stage.ada.modal(title="Edit component")
    form.fill("Name", "Public API")
    assert (await form.submit()).is_accepted
    submission = stage.sandbox.deliveries.last(Kind.INTERACTION, "view_submission")
    await stage.sandbox.until(partial(reads, view, "Public API"))
    await view.picks("Edit", beside="Public API")
    form = await stage.ada.modal(title="Edit component")
    form.fill("Name", "API for all")
    assert (await form.submit()).is_accepted

    assert await stage.sandbox.deliveries.redeliver(submission) == {}

    assert await names(stage) == ["API for all"]


async def test_components_are_added_edited_ordered_and_removed(stage: Stage) -> None:
    view = await components_of(stage)
    assert "*Acme* names nothing yet." in view.text

    for name, group in (("API", "Core"), ("Website", ""), ("Search", "core")):
        await view.presses("Add a component")
        form = await stage.ada.modal(title="Add a component")
        form.fill("Name", name)
        form.fill("Group", group)
        assert (await form.submit()).is_accepted
        await stage.sandbox.until(partial(reads, view, name))
    assert await names(stage) == ["Core - API", "Core - Search", "Website"]

    await view.presses("Add a component")
    form = await stage.ada.modal(title="Add a component")
    assert "There are: Core." in form.hint("Group")
    form.fill("Name", "website")
    assert not (await form.submit()).is_accepted
    assert list(form.errors) == ["Name"]
    await form.close()

    await view.picks("Edit", beside="Website")
    form = await stage.ada.modal(title="Edit component")
    form.fill("Name", "Shop")
    form.fill("Description", "What customers see")
    assert (await form.submit()).is_accepted
    await stage.sandbox.until(lambda: "Shop\nWhat customers see" in view.text)

    await view.picks("Move up", beside="Search")
    await stage.sandbox.until(lambda: view.text.index("Search") < view.text.index("API"))
    await view.picks("Move down", beside="*Core*")
    await stage.sandbox.until(lambda: view.text.index("Shop") < view.text.index("*Core*"))
    assert await names(stage) == ["Shop", "Core - Search", "Core - API"]

    await view.picks("Remove", beside="Shop")
    form = await stage.ada.modal(title="Remove component")
    assert (await form.submit()).is_accepted
    await stage.sandbox.until(lambda: "Shop" not in view.text)
    assert await names(stage) == ["Core - Search", "Core - API"]


async def test_a_group_is_renamed_and_dissolved(stage: Stage) -> None:
    await stage.add_components("API", "Search", group="Core")
    view = await components_of(stage)

    await view.picks("Rename", beside="*Core*")
    form = await stage.ada.modal(title="Rename group")
    form.fill("Name", "Heart")
    assert (await form.submit()).is_accepted
    await stage.sandbox.until(lambda: "*Heart*" in view.text)
    assert await names(stage) == ["Heart - API", "Heart - Search"]

    await view.picks("Dissolve", beside="*Heart*")
    assert (await (await stage.ada.modal(title="Dissolve group")).submit()).is_accepted
    await stage.sandbox.until(lambda: "*Heart*" not in view.text)
    assert await names(stage) == ["API", "Search"]


async def test_who_is_no_admin_any_more_is_refused_also_where_nothing_was_changed(tmp_path: Path) -> None:
    clock = MovedClock()
    async with staged(tmp_path, clock=clock) as stage:
        await stage.add_components("API", group="Core")
        view = await components_of(stage)
        await view.picks("Rename", beside="*Core*")
        form = await stage.ada.modal(title="Rename group")
        users = stage.sandbox.workspace.users
        users["U0ADA"] = replace(users["U0ADA"], kind=UserKind.MEMBER)
        clock.forward(timedelta(minutes=5))

        assert not (await form.submit()).is_accepted

        assert "admin" in str(form.errors)


async def test_a_component_that_an_open_incident_holds_stays_and_it_is_said_why(stage: Stage) -> None:
    await stage.add_components("API")
    await stage.declare("Slow", "We are looking into it.", "API")
    view = await components_of(stage)

    await view.picks("Remove", beside="API")
    await (await stage.ada.modal(title="Remove component")).submit()

    notice = await stage.ada.modal(title="Stormlamp")
    assert "is affected by an open incident: INC-1" in notice.text
    assert await names(stage) == ["API"]


async def test_nobody_else_is_offered_that(stage: Stage) -> None:
    stage.person("bob").opens_home()
    home = await stage.person("bob").home("Open incidents")

    with pytest.raises(NotPossible):
        await home.presses("Manage pages")


async def test_who_is_named_in_the_setting_is_an_admin_and_is_in_the_record(tmp_path: Path) -> None:
    async with staged(tmp_path, admins="U0BOB") as stage:
        pages = await managing(stage, by="bob")
        await pages.picks("Settings", beside="*Acme*")
        form = await stage.person("bob").modal(title="Page settings")
        form.fill("Name", "Renamed")
        assert (await form.submit()).is_accepted

        async with stage.application.database.reading() as uow:
            [latest] = await uow.audit.latest(limit=1)
        assert (latest.act, latest.page_slug, latest.actor.slack_id, latest.origin) == (
            "edit page",
            "acme",
            "U0BOB",
            "Slack",
        )
