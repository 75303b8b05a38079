from __future__ import annotations

import pytest

from bot.domain.errors import Invalid, StormlampError
from bot.domain.placement import After, Before, By, Destination, ToPosition
from bot.use_cases.actor import OPERATOR
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.find_pages import FindPages
from bot.use_cases.move_page import MovePage
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.conftest import StoppedClock


async def pages(database: Database) -> dict[str, int]:
    """Slugs in their order, each with its revision."""
    return {state.page.slug: state.page.revision for state in await FindPages(database).all()}


async def test_a_moved_page_and_whose_place_it_took_are_made_anew(database: Database, clock: StoppedClock) -> None:
    for slug in ("one", "two", "three"):
        await CreatePage(database, clock)(NewPage(slug=slug, name=slug), actor=OPERATOR, origin=COMMAND_LINE)
    move = MovePage(database, clock)

    await move("three", By(-1), actor=OPERATOR, origin=COMMAND_LINE)

    assert list((await pages(database)).items()) == [("one", 1), ("three", 2), ("two", 2)]
    for slug, by, sentence in (("one", -1, "“one” is the first page already."), ("two", 1, "the last page")):
        with pytest.raises(Invalid, match=sentence):
            await move(slug, By(by), actor=OPERATOR, origin=COMMAND_LINE)


@pytest.mark.parametrize(
    ("destination", "order"),
    [
        (ToPosition(3), ["two", "three", "one"]),
        (Before("three"), ["two", "one", "three"]),
        (After("three"), ["two", "three", "one"]),
    ],
)
async def test_a_page_goes_to_a_place_or_beside_another(
    database: Database, clock: StoppedClock, destination: Destination, order: list[str]
) -> None:
    for slug in ("one", "two", "three"):
        await CreatePage(database, clock)(NewPage(slug=slug, name=slug), actor=OPERATOR, origin=COMMAND_LINE)

    await MovePage(database, clock)("one", destination, actor=OPERATOR, origin=COMMAND_LINE)

    assert list(await pages(database)) == order


@pytest.mark.parametrize(
    ("destination", "sentence"),
    [
        (ToPosition(4), "There is no position 4 there; it can be 1 to 3."),
        (Before("four"), "There is no status page “four”. There are: one, two, three."),
        (After("one"), "“one” can't stand beside itself."),
    ],
)
async def test_a_place_that_is_not_there_is_refused(
    database: Database, clock: StoppedClock, destination: Destination, sentence: str
) -> None:
    for slug in ("one", "two", "three"):
        await CreatePage(database, clock)(NewPage(slug=slug, name=slug), actor=OPERATOR, origin=COMMAND_LINE)

    with pytest.raises(StormlampError, match=sentence):
        await MovePage(database, clock)("one", destination, actor=OPERATOR, origin=COMMAND_LINE)

    assert list(await pages(database)) == ["one", "two", "three"]
