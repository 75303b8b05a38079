from __future__ import annotations

from bot.blocks.page_links import page_links
from bot.domain.catalogue import Catalogue
from bot.domain.state import PageState
from tests.blocks.reading import assert_fits, text_of
from tests.domain.builders import a_page

STATE = PageState(page=a_page(), catalogue=Catalogue((), ()), open_incidents=())


def test_every_page_has_its_link_and_says_how_it_stands() -> None:
    shown = page_links([(STATE, "https://status.example.com/")])

    assert text_of(shown) == (
        "*<https://status.example.com/|Example>*: All Systems Operational\n"
        "<https://status.example.com/|https://status.example.com/>"
    )


def test_very_many_pages_fit() -> None:
    shown = page_links([(STATE, "https://status.example.com/")] * 60)

    assert "…and 22 more: `stormlamp page list`" in text_of(shown)
    assert_fits(shown)


def test_without_a_page_it_says_how_to_make_one() -> None:
    assert "stormlamp page create" in text_of(page_links([]))
