from __future__ import annotations

from bot.blocks.resolve_form import resolve_form
from bot.domain.component import ComponentStatus
from tests.blocks.builders import found
from tests.blocks.reading import assert_fits, filled, labels_of, text_of
from tests.domain.builders import a_component, an_incident, statuses

DEGRADED, PARTIAL = ComponentStatus.DEGRADED_PERFORMANCE, ComponentStatus.PARTIAL_OUTAGE
COMPONENTS = (a_component("API"), a_component("Web", position=2))


def test_it_says_which_components_return_and_which_another_incident_holds() -> None:
    incident = an_incident(number=7, components=statuses(api=DEGRADED, web=DEGRADED))
    other = an_incident(number=9, components=statuses(api=PARTIAL))

    form = resolve_form(found(incident, *COMPONENTS, others=(other,)), message="Over", channel="C1")

    assert "• API stays *Partial outage*: held by INC-9\n• Web returns to *Operational*" in text_of(form)
    assert labels_of(form) == ["Message"]
    assert filled(form, "Message") == "Over"
    assert_fits(form)


def test_a_component_that_another_incident_only_names_is_not_held_by_it() -> None:
    incident = an_incident(number=7, components=statuses(api=DEGRADED))
    other = an_incident(number=9, components=statuses(api=ComponentStatus.OPERATIONAL))

    form = resolve_form(found(incident, *COMPONENTS, others=(other,)), message="", channel="C1")

    assert "• API returns to *Operational*" in text_of(form)


def test_of_several_that_hold_a_component_the_worst_status_stays_and_all_are_named() -> None:
    incident = an_incident(number=7, components=statuses(api=DEGRADED))
    others = (
        an_incident(number=8, components=statuses(api=DEGRADED)),
        an_incident(number=9, components=statuses(api=PARTIAL)),
    )

    form = resolve_form(found(incident, *COMPONENTS, others=others), message="", channel="C1")

    assert "• API stays *Partial outage*: held by INC-8, INC-9" in text_of(form)


def test_a_page_wide_incident_holds_no_component() -> None:
    form = resolve_form(found(an_incident(), *COMPONENTS), message="", channel="C1")

    assert "It holds no component." in text_of(form)


def test_components_that_are_operational_already_do_not_change() -> None:
    incident = an_incident(components=statuses(api=ComponentStatus.OPERATIONAL))

    form = resolve_form(found(incident, *COMPONENTS), message="", channel="C1")

    assert "Its components are operational already: none changes." in text_of(form)


def test_what_stays_held_is_named_before_many_that_return() -> None:
    components = tuple(a_component(f"Node {number}", position=number) for number in range(60))
    incident = an_incident(components={each.id: DEGRADED for each in components})
    other = an_incident(number=9, components={components[59].id: PARTIAL})

    form = resolve_form(found(incident, *components, others=(other,)), message="", channel="C1")

    assert "• Node 59 stays *Partial outage*: held by INC-9\n• Node 0 returns" in text_of(form)
    assert "… and 45 more" in text_of(form)
