from dataclasses import replace

import pytest

from bot.domain.errors import Invalid
from bot.domain.look import Accent, Link, Logo
from bot.domain.palette import PALETTE
from bot.domain.uptime import Weights
from bot.use_cases.actor import OPERATOR
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.conftest import StoppedClock

ACME = NewPage(slug="acme", name="Acme")


async def test_a_page_is_kept_as_it_was_created(database: Database, clock: StoppedClock) -> None:
    new = NewPage(
        slug="acme",
        name="Acme",
        time_zone="Europe/Berlin",
        history_days=14,
        channel="C0123456789",
        public_url="https://status.example.com/",
    )

    page = await CreatePage(database, clock)(new, actor=OPERATOR, origin=COMMAND_LINE)

    async with database.reading() as uow:
        assert await uow.pages.by_slug("acme") == page
    assert (page.time_zone, page.history_days, page.channel) == ("Europe/Berlin", 14, "C0123456789")
    assert page.public_url == "https://status.example.com"


async def test_a_new_page_is_still_to_be_published(database: Database, clock: StoppedClock) -> None:
    page = await CreatePage(database, clock)(ACME, actor=OPERATOR, origin=COMMAND_LINE)

    async with database.writing() as uow:
        await uow.publications.follow(page.id, ["file:///var/www"], now=clock())
        assert [owed.page_id for owed in await uow.publications.behind("file:///var/www")] == [page.id]


async def test_pages_stand_in_the_order_of_their_creation(database: Database, clock: StoppedClock) -> None:
    create = CreatePage(database, clock)
    for slug in ("second-in-the-alphabet", "first-in-the-alphabet"):
        await create(replace(ACME, slug=slug), actor=OPERATOR, origin=COMMAND_LINE)

    async with database.reading() as uow:
        slugs = [page.slug for page in await uow.pages.all()]
    assert slugs == ["second-in-the-alphabet", "first-in-the-alphabet"]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (ACME, "slug"),
        (replace(ACME, slug="Other"), "slug"),
        (replace(ACME, slug="other", name=" "), "name"),
        (replace(ACME, slug="other", time_zone="Middle/Earth"), "time_zone"),
        (replace(ACME, slug="other", history_days=0), "history_days"),
        (replace(ACME, slug="other", channel="#general"), "channel"),
        (replace(ACME, slug="other", public_url="example.com"), "public_url"),
        (replace(ACME, slug="other", public_url="https://status.example.com"), "public_url"),
    ],
)
async def test_what_breaks_a_rule_is_refused_by_name_and_leaves_no_page(
    database: Database, clock: StoppedClock, new: NewPage, field: str
) -> None:
    create = CreatePage(database, clock)
    await create(replace(ACME, public_url="https://status.example.com"), actor=OPERATOR, origin=COMMAND_LINE)

    with pytest.raises(Invalid) as refusal:
        await create(new, actor=OPERATOR, origin=COMMAND_LINE)

    assert refusal.value.field == field
    async with database.reading() as uow:
        assert [page.slug for page in await uow.pages.all()] == ["acme"]


async def test_a_page_may_begin_with_a_look_of_its_own(database: Database, clock: StoppedClock) -> None:
    picture = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    new = replace(
        ACME,
        locale="de",
        accent="#14588f,#8fc7f7",
        logo=picture,
        links=[("Help", "https://example.com/")],
        colours=["paper=#fff8f0"],
        partial_weight=50,
        has_archive=False,
        indicates_maintenance=False,
    )

    page = await CreatePage(database, clock)(new, actor=OPERATOR, origin=COMMAND_LINE)

    assert (page.locale, page.accent, page.links) == (
        "de",
        Accent("#14588f", "#8fc7f7"),
        (Link("Help", "https://example.com/"),),
    )
    assert page.colours == {"paper": Accent("#fff8f0", PALETTE["paper"].dark)}
    assert (page.weights, page.has_archive) == (Weights(major=100, partial=50, degraded=0), False)
    assert not page.indicates_maintenance
    async with database.reading() as uow:
        assert await uow.pages.by_slug("acme") == page
        assert await uow.pages.logo(page.id) == Logo(page.logo or "", picture)


async def test_a_look_that_can_not_be_leaves_no_page_behind(database: Database, clock: StoppedClock) -> None:
    for new in (replace(ACME, accent="#ffff00"), replace(ACME, logo=b"none"), replace(ACME, colours=["ink=#eeeeee"])):
        with pytest.raises(Invalid):
            await CreatePage(database, clock)(new, actor=OPERATOR, origin=COMMAND_LINE)

    async with database.reading() as uow:
        assert list(await uow.pages.all()) == []
