import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.errors import Invalid, Overtaken, UnknownPage
from bot.domain.look import Accent, Link, Logo
from bot.domain.overtaking import seen_of
from bot.domain.page import Page, settings_of
from bot.domain.uptime import Weights
from bot.use_cases.actor import OPERATOR
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.origin import COMMAND_LINE
from tests.domain.builders import PAGE, a_page
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration, a_draft


async def edit(verbs: Verbs, change: PageChange) -> Page:
    return await EditPage(verbs.database, verbs.clock)(change, actor=OPERATOR, origin=COMMAND_LINE)


async def test_only_what_is_given_changes(verbs: Verbs) -> None:
    verbs.clock.forward(hours=1)

    page = await edit(verbs, PageChange(slug="example", name="Acme"))

    assert page == replace(a_page(), name="Acme", revision=2, full_revision=2, updated_at=verbs.clock())
    async with verbs.database.reading() as uow:
        assert await uow.pages.get(PAGE) == page


async def test_what_the_public_never_sees_makes_no_revision(verbs: Verbs) -> None:
    verbs.clock.forward(hours=1)

    page = await edit(verbs, PageChange(slug="example", channel="C0123", announce_changes=False))

    assert page == replace(a_page(), channel="C0123", announce_changes=False)


async def test_a_channel_and_a_public_url_can_be_taken_away(verbs: Verbs) -> None:
    await edit(verbs, PageChange(slug="example", channel="C0123", public_url="https://status.example.com"))

    page = await edit(verbs, PageChange(slug="example", channel=None, public_url=None))

    assert (page.channel, page.public_url) == (None, None)


async def test_another_zone_files_incidents_under_the_months_that_they_fall_into_there(verbs: Verbs) -> None:
    verbs.clock.now = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)

    await edit(verbs, PageChange(slug="example", time_zone="Asia/Tokyo"))

    async with verbs.database.reading() as uow:
        assert await uow.incidents.months(PAGE) == [("2026-12", 1)]


async def test_another_zone_moves_the_next_midnight_forward(verbs: Verbs) -> None:
    await edit(verbs, PageChange(slug="example", time_zone="Asia/Tokyo"))

    async with verbs.database.reading() as uow:
        assert await uow.pages.next_change_at() == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


async def test_fewer_days_of_history_bring_forward_the_hour_in_which_an_incident_leaves(verbs: Verbs) -> None:
    verbs.clock.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    incident = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    await verbs.resolve(a_draft(incident), actor=ADA, origin=GENERAL)
    verbs.clock.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    await edit(verbs, PageChange(slug="example", history_days=3))

    async with verbs.database.reading() as uow:
        assert await uow.pages.next_change_at() == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (PageChange(slug="example", name=""), "name"),
        (PageChange(slug="example", time_zone="Mars"), "time_zone"),
        (PageChange(slug="example", history_days=366), "history_days"),
        (PageChange(slug="example", channel="general"), "channel"),
        (PageChange(slug="example", public_url="nowhere"), "public_url"),
        (PageChange(slug="example", partial_weight=101), "partial_weight"),
        (PageChange(slug="example", locale="tlh"), "locale"),
        (PageChange(slug="example", accent="#ffff00"), "accent"),
        (PageChange(slug="example", logo=b"GIF"), "logo"),
        (PageChange(slug="example", links=[("Help", "javascript:alert(1)")]), "links"),
    ],
)
async def test_what_breaks_a_rule_is_refused_by_name_and_changes_nothing(
    verbs: Verbs, change: PageChange, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await edit(verbs, change)

    assert refusal.value.field == field
    async with verbs.database.reading() as uow:
        assert await uow.pages.get(PAGE) == a_page()


async def test_a_page_that_is_not_there_is_named_beside_those_that_are(verbs: Verbs) -> None:
    with pytest.raises(UnknownPage, match=r"no status page “acme”. There are: example\."):
        await edit(verbs, PageChange(slug="acme", name="Acme"))


async def test_how_a_page_looks_and_what_counts_can_be_set_and_taken_away(verbs: Verbs) -> None:
    picture = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    page = await edit(
        verbs,
        PageChange(
            slug="example",
            partial_weight=50,
            locale="pt_br",
            accent="#14588F",
            logo=picture,
            links=[("Help", "https://example.com/?a=b")],
        ),
    )

    assert (page.weights, page.locale) == (Weights(major=100, partial=50, degraded=0), "pt-BR")
    assert (page.accent, page.links) == (Accent("#14588f", "#5a8ab0"), (Link("Help", "https://example.com/?a=b"),))
    async with verbs.database.reading() as uow:
        assert await uow.pages.get(PAGE) == page
        assert await uow.pages.logo(PAGE) == Logo(page.logo or "", picture)

    page = await edit(verbs, PageChange(slug="example", accent=None, logo=None, links=[]))

    assert (page.accent, page.logo, page.links) == (None, None, ())
    async with verbs.database.reading() as uow:
        assert await uow.pages.logo(PAGE) is None


async def test_of_two_changes_of_the_same_setting_at_the_same_moment_one_is_told(verbs: Verbs) -> None:
    seen = seen_of(settings_of(a_page()))

    ended = await asyncio.gather(
        *(edit(verbs, PageChange(slug="example", name=name, seen=seen)) for name in ("Acme", "Beta")),
        return_exceptions=True,
    )

    [told] = [each for each in ended if isinstance(each, BaseException)]
    assert isinstance(told, Overtaken)
    assert told.names == ("name",)


async def test_changes_of_different_settings_at_the_same_moment_both_stand(verbs: Verbs) -> None:
    seen = seen_of(settings_of(a_page()))

    await asyncio.gather(
        edit(verbs, PageChange(slug="example", name="Acme", seen=seen)),
        edit(verbs, PageChange(slug="example", history_days=9, seen=seen)),
    )

    async with verbs.database.reading() as uow:
        page = await uow.pages.get(PAGE)
    assert (page.name, page.history_days) == ("Acme", 9)
