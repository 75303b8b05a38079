from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.home import HomeState, closed_home, home
from bot.blocks.home_history import HomeMemory
from bot.blocks.ids import HomeAction
from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentStatus, PageId
from bot.domain.history import Standing
from bot.domain.incident import Incident, post
from bot.domain.state import Listing, PageState
from bot.sandbox.validation.view import check_view
from tests.blocks.builders import found
from tests.blocks.reading import assert_fits, blocks_of, buttons_of, text_of
from tests.domain.builders import NOON, a_component, a_page, an_incident, an_update, statuses

NAMES = st.text(alphabet=st.sampled_from("a&<>*_`~é世🙂 "), min_size=1, max_size=150)
TURNERS = {HomeAction.NEWER, HomeAction.OLDER}


def state(
    *incidents: Incident,
    components: int = 0,
    copies: int = 1,
    memory: HomeMemory | None = None,
    total: int | None = None,
) -> HomeState:
    catalogue = Catalogue((), [a_component(f"c{number}", position=number) for number in range(components)])
    page = PageState(page=a_page(), catalogue=catalogue, open_incidents=incidents)
    listed = [found(incident) for incident in incidents[:10]]
    total = len(incidents) if total is None else total
    memory = memory or HomeMemory()
    return HomeState(
        pages=[page] * copies,
        listing=Listing(incidents=listed, leaf=memory.leaf, leaves=max(1, -(-total // 10)), total=total),
        memory=memory,
        may_publish=True,
        may_administrate=True,
        now=NOON,
    )


def test_a_home_without_incidents_says_so() -> None:
    shown = home(state())

    assert "No incident is open." in text_of(shown)
    assert "Every component is operational." in text_of(shown)
    assert "No incident has been declared yet." in text_of(shown)


def test_only_what_is_not_operational_is_listed_the_worst_first() -> None:
    affected = statuses(c1=ComponentStatus.DEGRADED_PERFORMANCE, c2=ComponentStatus.MAJOR_OUTAGE)

    shown = text_of(home(state(an_incident(components=affected), components=4)))

    assert "*Example*\n🔴 c2: Major outage\n🟡 c1: Degraded performance" in shown
    assert "c3" not in shown


def test_a_promise_is_shown_and_so_is_that_it_was_not_kept() -> None:
    promised = post(an_incident(), an_update(next_update_in=timedelta(hours=1)))

    assert "Next update by" in text_of(home(state(promised)))
    assert "⏰ *Overdue*" in text_of(home(replace(state(promised), now=NOON + timedelta(hours=2))))


def test_the_choice_of_a_filter_stands_in_it_and_in_the_memory() -> None:
    memory = HomeMemory(page=PageId("page"), standing=Standing.RESOLVED, leaf=2)

    shown = home(state(an_incident(), memory=memory, total=30))

    filters = next(block for block in blocks_of(shown) if "options" in block.get("elements", [{}])[0])
    assert [each["initial_option"]["text"]["text"] for each in filters["elements"]] == ["Example", "Resolved"]
    assert HomeMemory.model_validate_json(shown.private_metadata or "") == memory
    assert [button["value"] for button in buttons_of(shown) if button["action_id"] in TURNERS] == ["1", "3"]


@pytest.mark.parametrize(("open_incidents", "copies", "components"), [(60, 1, 400), (1, 300, 3), (0, 1_200, 0)])
def test_a_home_fits_however_much_there_is(open_incidents: int, copies: int, components: int) -> None:
    affected = statuses(**{f"c{number}": ComponentStatus.MAJOR_OUTAGE for number in range(components)})
    incidents = [an_incident(number=n, title="&" * 150, components=affected) for n in range(open_incidents)]

    shown = home(state(*incidents, components=components, copies=copies, total=100_000))

    assert_fits(shown)
    assert check_view(shown.to_dict()) is None


@given(title=NAMES, sentence=NAMES)
def test_a_home_fits_whatever_was_typed(title: str, sentence: str) -> None:
    shown = home(state(*[an_incident(number=number, title=f"x{title[:149]}") for number in range(12)]))

    assert check_view(shown.to_dict()) is None
    assert check_view(closed_home(f"x{sentence}").to_dict()) is None
