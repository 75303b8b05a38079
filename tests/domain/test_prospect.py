from bot.domain import incident as incidents
from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentStatus
from bot.domain.prospect import Prospect
from tests.domain.builders import a_component, an_incident, an_update, statuses

CATALOGUE = Catalogue([], [a_component("api"), a_component("web")])
DEGRADED, MAJOR = ComponentStatus.DEGRADED_PERFORMANCE, ComponentStatus.MAJOR_OUTAGE


def test_a_prospect_compares_what_the_page_shows_now_with_what_it_would() -> None:
    before = an_incident(number=1, components=statuses(api=DEGRADED))
    after = an_incident(number=1, components=statuses(api=MAJOR, web=DEGRADED))

    prospect = Prospect(incident=after, before=before, others=(), catalogue=CATALOGUE)

    assert [each.text for each in prospect.headlines] == ["Partially Degraded Service", "Partial System Outage"]
    assert prospect.changes == {
        "api": (DEGRADED, MAJOR),
        "web": (ComponentStatus.OPERATIONAL, DEGRADED),
    }


def test_what_another_incident_holds_does_not_change() -> None:
    before = an_incident(number=1, components=statuses(api=DEGRADED))
    after = incidents.resolve(before, an_update())
    holder = an_incident(number=2, components=statuses(api=DEGRADED))

    prospect = Prospect(incident=after, before=before, others=(holder,), catalogue=CATALOGUE)

    assert prospect.changes == {}
    assert [each.text for each in prospect.headlines] == ["Partially Degraded Service"] * 2


def test_a_declaration_has_nothing_before_it() -> None:
    prospect = Prospect(incident=an_incident(), before=None, others=(), catalogue=CATALOGUE)

    assert [each.text for each in prospect.headlines] == ["All Systems Operational", "Minor Service Outage"]
