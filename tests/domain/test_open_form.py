from dataclasses import replace
from datetime import timedelta

from bot.domain.incident import Author
from bot.domain.open_form import KEPT, OpenForm, drafting
from tests.domain.builders import NOON, an_incident

INCIDENT = an_incident()
BOBS = OpenForm(view_id="V1", incident_number=1, slack_id="UBOB", opened_at=NOON + timedelta(minutes=1))
NOW = NOON + timedelta(minutes=3)


def test_who_has_a_form_open_is_drafting() -> None:
    assert drafting([BOBS], INCIDENT, besides="UADA", now=NOW) == (BOBS,)


def test_nobody_is_told_of_their_own_form() -> None:
    assert drafting([BOBS], INCIDENT, besides="UBOB", now=NOW) == ()


def test_a_form_of_ten_minutes_is_forgotten() -> None:
    assert drafting([BOBS], INCIDENT, besides="UADA", now=BOBS.opened_at + KEPT) == ()


def test_a_form_that_was_sent_is_over() -> None:
    sent = replace(
        INCIDENT.last_update, position=2, author=Author(name="bob", slack_id="UBOB"), created_at=BOBS.opened_at
    )

    assert drafting([BOBS], replace(INCIDENT, updates=(*INCIDENT.updates, sent)), besides="UADA", now=NOW) == ()


def test_of_each_person_the_newest_form_counts_and_the_newest_stands_first() -> None:
    again = replace(BOBS, view_id="V2", opened_at=NOON + timedelta(minutes=2))
    carols = replace(BOBS, view_id="V3", slack_id="UCAROL", opened_at=NOON + timedelta(seconds=90))

    assert drafting([again, carols, BOBS], INCIDENT, besides="UADA", now=NOW) == (again, carols)
