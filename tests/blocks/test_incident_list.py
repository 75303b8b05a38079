from __future__ import annotations

import pytest

from bot.blocks.incident_list import Scope, incident_list
from tests.blocks.builders import found
from tests.blocks.reading import assert_fits, buttons_of, text_of
from tests.domain.builders import NOON, an_incident

TEN = [found(an_incident(number=number, title="<" * 150)) for number in range(10)]


@pytest.mark.parametrize(
    ("leaf", "commands"),
    [(1, ["list all 2"]), (2, ["list all 1", "list all 3"]), (3, ["list all 2"])],
)
def test_a_leaf_leads_to_its_neighbours(leaf: int, commands: list[str]) -> None:
    shown = incident_list(TEN, Scope.ALL, leaf=leaf, leaves=3, total=30, now=NOON)

    assert [button["value"] for button in buttons_of(shown)][10:] == commands
    assert f"{leaf} of 3" in text_of(shown)
    assert_fits(shown)


def test_every_incident_can_be_shown() -> None:
    shown = incident_list(TEN[:1], Scope.OPEN, leaf=1, leaves=1, total=1, now=NOON)

    assert text_of(shown).startswith("*Open incidents*: 1\n")
    assert [(button["text"]["text"], button["value"]) for button in buttons_of(shown)] == [("Show", "show INC-0")]


@pytest.mark.parametrize("scope", Scope)
def test_an_empty_list_says_so_and_lets_declare(scope: Scope) -> None:
    shown = incident_list([], scope, leaf=1, leaves=1, total=0, now=NOON)

    assert text_of(shown).startswith("No incident")
    assert [button["text"]["text"] for button in buttons_of(shown)] == ["Declare incident"]
