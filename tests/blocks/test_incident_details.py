from __future__ import annotations

from bot.blocks.incident_details import incident_details
from bot.blocks.message import Message
from bot.domain import incident as incidents
from bot.domain.incident import Incident, IncidentStatus
from tests.blocks.builders import found
from tests.blocks.reading import assert_fits, buttons_of, text_of
from tests.domain.builders import an_incident, an_update

PERMALINK = "https://status.example.com/incidents/abc"


def with_updates(count: int, *, message: str = "More is known.") -> Incident:
    incident = an_incident(number=3)
    for minute in range(1, count + 1):
        incident = incidents.post(incident, an_update(minutes=minute, message=f"{minute}: {message}"))
    return incident


def test_all_updates_are_there_the_newest_first_with_what_can_be_done() -> None:
    incident = incidents.post(an_incident(number=3), an_update(IncidentStatus.IDENTIFIED, message="**Found** it & fix"))

    shown = incident_details(found(incident), permalink=PERMALINK, leaf=1)

    text = text_of(shown)
    assert text.index("🟠 *Identified*") < text.index("🔴 *Investigating*")
    assert "· Ada\n*Found* it &amp; fix" in text
    assert [button["text"]["text"] for button in buttons_of(shown)] == ["Update", "Resolve", "View on status page"]
    assert buttons_of(shown)[-1]["url"] == PERMALINK


def test_a_resolved_incident_can_be_reopened() -> None:
    resolved = incidents.resolve(an_incident(), an_update(message="Over."))

    shown = incident_details(found(resolved), permalink=PERMALINK, leaf=1)

    assert [button["text"]["text"] for button in buttons_of(shown)] == ["Update", "Reopen", "View on status page"]


def test_every_update_stands_on_one_leaf_and_every_leaf_fits() -> None:
    incident = with_updates(90, message="&" * 900)

    def leaf_of(number: int) -> Message:
        return incident_details(found(incident), permalink=PERMALINK, leaf=number)

    count = int(text_of(leaf_of(1)).rpartition("1 of ")[2].split()[0])
    shown = [leaf_of(number) for number in range(1, count + 1)]

    for leaf in shown:
        assert_fits(leaf)
    texts = [text_of(leaf) for leaf in shown]
    assert all(sum(f"\n{minute}: &amp;" in text for text in texts) == 1 for minute in range(1, 91))


def test_a_leaf_beyond_the_last_is_the_last() -> None:
    incident = with_updates(60)

    last = incident_details(found(incident), permalink=PERMALINK, leaf=999)

    assert "We are looking into it." in text_of(last)
    assert "2 of 2" in text_of(last)
