"""A few random histories, the same each time; `make model` plays as many others as one likes."""

from __future__ import annotations

import pytest

from tests.model.machine import Stormlamp, over_postgresql, play
from tests.postgresql import PostgreSQL

_SEED = 20261123


@pytest.mark.timeout(300)
def test_whatever_people_do_record_threads_and_page_say_the_same_at_rest() -> None:
    play(Stormlamp, examples=3, seed=_SEED)


@pytest.mark.timeout(300)
def test_it_is_the_same_over_postgresql(postgresql: PostgreSQL) -> None:
    play(over_postgresql(postgresql), examples=1, seed=_SEED)
