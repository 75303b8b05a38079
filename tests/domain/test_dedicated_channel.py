from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.dedicated_channel import topic
from bot.domain.dedicated_channel import channel_name, may_be_named
from tests.domain.builders import an_incident


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Website loading slowly", "inc-12-website-loading-slowly"),
        ("  Störung: Käse & Brot!  ", "inc-12-storung-kase-brot"),
        ("障害", "inc-12"),
        ("---", "inc-12"),
        ("word " * 30, "inc-12" + "-word" * 14),
        ("x" * 150, "inc-12-" + "x" * 73),
    ],
)
def test_a_name_is_the_number_and_what_the_title_has_of_slacks_alphabet(title: str, name: str) -> None:
    assert channel_name(replace(an_incident(), number=12, title=title)) == name


@given(title=st.text(max_size=200), number=st.integers(1, 10**9), attempt=st.integers(1, 12))
def test_every_name_is_one_that_slack_takes(title: str, number: int, attempt: int) -> None:
    incident = replace(an_incident(), number=number, title=title)

    name = channel_name(incident, attempt)

    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?", name)
    assert may_be_named(incident, name)


def test_another_incidents_channel_is_not_taken_for_its_own() -> None:
    incident = replace(an_incident(), number=1)

    assert not may_be_named(incident, "inc-12-website")
    assert not may_be_named(incident, "inc-1x")


@given(title=st.text(max_size=200))
def test_every_topic_fits_and_ends_with_the_whole_address(title: str) -> None:
    incident = replace(an_incident(), title=title)
    permalink = "https://status.example.com/incidents/abcdefghijkl"

    text = topic(incident, permalink=permalink)

    assert len(text) <= 250
    assert text.endswith(permalink)
