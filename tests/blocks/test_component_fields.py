from __future__ import annotations

import pytest

from bot.blocks.component_fields import matching
from bot.domain.catalogue import Catalogue
from tests.domain.builders import a_component, a_group

CATALOGUE = Catalogue(
    [a_group("Europe"), a_group("America")],
    [
        a_component("Paris API", group="Europe"),
        a_component("Lima API", group="America"),
        a_component("Mail", position=3),
        a_component("Paris Fax", group="Europe", retired=True),
    ],
)


def found(query: str, *, limit: int = 100) -> list[str]:
    choices = matching(CATALOGUE, query, page_name="Example", limit=limit)
    groups = [] if choices is None or choices.groups is None else choices.groups
    return [option.text or "" for group in groups for option in group.options or []]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Paris API", "Lima API", "Mail"]),
        ("api", ["Paris API", "Lima API"]),
        ("api par", ["Paris API"]),
        ("EUROPE", ["Paris API"]),
        ("fax", []),
    ],
)
def test_a_component_is_found_by_every_word_of_its_name_or_group(query: str, names: list[str]) -> None:
    assert found(query) == names


def test_no_more_are_suggested_than_slack_takes() -> None:
    assert found("", limit=2) == ["Paris API", "Lima API"]
