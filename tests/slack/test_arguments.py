from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks.incident_list import Scope
from bot.domain.incident import IncidentStatus
from bot.slack.arguments import _VERBS, parse
from bot.slack.commands import (
    Command,
    Components,
    Doubt,
    Help,
    List,
    New,
    PageLinks,
    Panel,
    Reference,
    Reopen,
    Resolve,
    SetStatus,
    Show,
    Update,
)
from tests.typed_text import ENDLESS, typed_texts

INC_3 = Reference(3, "INC-3")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Panel()),
        ("  ", Panel()),
        ("new", New()),
        ("new Website slow", New("Website slow")),
        ("declare Website slow", New("Website slow")),
        ("create Website slow", New("Website slow")),
        ("open Website slow", New("Website slow")),
        ("NEW  Website slow", New("Website slow")),
        ("New: “Website slow”", New("Website slow")),
        ('new "Search" and "Shop" are slow', New('"Search" and "Shop" are slow')),
        ("The website is slow", New("The website is slow")),
        ("update", Update()),
        ("update Better now", Update(None, "Better now")),
        ("update INC-3 Better now", Update(INC_3, "Better now")),
        ("update INC-3: Better\nnow", Update(Reference(3, "INC-3:"), "Better\nnow")),
        ("update\nBetter\nnow", Update(None, "Better\nnow")),
        ("status", SetStatus()),
        ("status INC-3", SetStatus(INC_3)),
        ("status INC-3 monitoring All good", SetStatus(INC_3, IncidentStatus.MONITORING, "All good")),
        ("status Mon", SetStatus(None, IncidentStatus.MONITORING)),
        ("status monitoring INC-3 All good", SetStatus(INC_3, IncidentStatus.MONITORING, "All good")),
        ("resolve", Resolve()),
        ("resolve INC-3 Over", Resolve(INC_3, "Over")),
        ("resolve It is over", Resolve(None, "It is over")),
        ("reopen INC-3", Reopen(INC_3)),
        ("reopen INC-3 Not over", Reopen(INC_3, "Not over")),
        ("list", List()),
        ("list open", List(Scope.OPEN)),
        ("list Resolved", List(Scope.RESOLVED)),
        ("list all 2", List(Scope.ALL, 2)),
        ("list history", List(Scope.ALL)),
        ("list 2", List(Scope.OPEN, 2)),
        ("history", List(Scope.ALL)),
        ("show INC-3", Show(INC_3)),
        ("INC-3", Show(INC_3)),
        ("INC-3 is back", New("INC-3 is back")),
        ("show INC-3 2", Show(INC_3, 2)),
        ("components", Components()),
        ("components 2", Components(2)),
        ("page", PageLinks()),
        ("help", Help()),
    ],
)
def test_a_command_is_read(text: str, command: Command) -> None:
    assert parse(text) == command


@pytest.mark.parametrize("spelled", ["INC-3", "inc-3", "inc3", "INC–3", "Inc 3", "#3", "3"])
def test_a_reference_may_be_spelled_in_many_ways(spelled: str) -> None:
    assert parse(f"show {spelled}") == Show(Reference(3, spelled))


@pytest.mark.parametrize("verb", ["update", "resolve"])
def test_a_bare_number_before_a_text_may_be_its_first_word(verb: str) -> None:
    command = parse(f"{verb} 3 of 5 servers are back")

    assert isinstance(command, Update | Resolve)
    assert (command.reference, command.text) == (Reference(3, "3", certain=False), "of 5 servers are back")


@pytest.mark.parametrize("text", ["update 3", "status 3 mon Better", "reopen 3 Not over", "show 3"])
def test_a_bare_number_is_certain_where_nothing_else_can_stand(text: str) -> None:
    command = parse(text)

    assert isinstance(command, Update | SetStatus | Reopen | Show)
    assert command.reference == Reference(3, "3")


@pytest.mark.parametrize("text", ["3,000 users are affected", "14:05 UTC", "3.5 times slower"])
def test_a_number_that_goes_on_is_no_reference(text: str) -> None:
    assert parse(f"update {text}") == Update(None, text)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("inv", IncidentStatus.INVESTIGATING),
        ("id", IncidentStatus.IDENTIFIED),
        ("IDENT", IncidentStatus.IDENTIFIED),
        ("mon", IncidentStatus.MONITORING),
        ("m", IncidentStatus.MONITORING),
        ("res", IncidentStatus.RESOLVED),
        ("Resolved,", IncidentStatus.RESOLVED),
    ],
)
def test_a_status_may_be_shortened(word: str, status: IncidentStatus) -> None:
    assert parse(f"status {word}") == SetStatus(None, status)


def test_a_word_that_is_no_status_is_answered_with_the_four_that_are() -> None:
    command = parse("status INC-3 broken again")

    assert command == Doubt(
        "“broken” is not a status. Use investigating, identified, monitoring or resolved.",
        None,
        "status INC-3 broken again",
    )


def test_a_status_with_a_slip_is_suggested_right() -> None:
    command = parse("status INC-3 resovled Over")

    assert isinstance(command, Doubt)
    assert command.suggestion == "status INC-3 resolved Over"


def test_a_status_that_is_too_short_to_tell_names_the_two_it_could_be() -> None:
    command = parse("status i")

    assert isinstance(command, Doubt)
    assert command.sentence == "“i” could be investigating or identified. Type one letter more."


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("updte INC-3 Better", "update INC-3 Better"),
        ("resolved INC-3", "resolve INC-3"),
        ("lists", "list"),
        ("statuss mon", "status mon"),
        ("page is down", "page"),
        ("components fail", "components"),
        ("help desk is down", "help"),
        ("list view is empty", "list"),
        ("show stopper", "list"),
    ],
)
def test_what_is_near_a_command_is_asked_about(text: str, suggestion: str) -> None:
    command = parse(text)

    assert isinstance(command, Doubt)
    assert (command.suggestion, command.typed) == (suggestion, text)


@pytest.mark.parametrize("text", ["show", "reopen"])
def test_a_command_that_needs_an_incident_says_so_and_takes_nothing_for_a_title(text: str) -> None:
    command = parse(text)

    assert isinstance(command, Doubt)
    assert command.sentence.startswith(f"Say which incident to {text}")
    assert command.typed == ""


@pytest.mark.parametrize("text", ["checkout is broken", "website down", "reports are late", "login fails"])
def test_a_title_is_not_taken_for_a_command(text: str) -> None:
    assert parse(text) == New(text)


def test_control_characters_are_stripped_and_line_breaks_stay() -> None:
    assert parse("update one\x00\r\ntwo") == Update(None, "one\ntwo")


VERBS = st.sampled_from(["new", "update", "status", "resolve", "reopen", "list", "show", "components", "page", ""])


@given(verb=VERBS, text=st.text() | st.from_regex(r"[#\"“ incINC0-9-]{0,20}\s?\w*"))
def test_any_text_is_read(verb: str, text: str) -> None:
    assert isinstance(parse(f"{verb} {text}"), Command)


@given(verb=VERBS, text=st.text())
def test_what_a_doubt_suggests_is_no_doubt(verb: str, text: str) -> None:
    command = parse(f"{verb} {text}")

    if isinstance(command, Doubt) and command.suggestion is not None:
        assert parse(command.suggestion) is not command


@settings(max_examples=300, deadline=None)
@given(verb=st.sampled_from(sorted(_VERBS)) | VERBS, text=typed_texts)
def test_any_text_behind_any_verb_is_read(verb: str, text: str) -> None:
    assert isinstance(parse(f"{verb} {text}"), Command)


@pytest.mark.parametrize("text", ENDLESS, ids=lambda text: repr(text[:4]))
def test_the_longest_text_is_read_whole(text: str) -> None:
    command = parse(f"update INC-1 {text}x")

    assert isinstance(command, Update)
    assert command.text == f"{text}x".strip()
