from __future__ import annotations

from slack_sdk.models.views import View

from bot.blocks.entries import Entries, entries_of
from bot.blocks.form_memory import FormMemory, fingerprint
from bot.blocks.update_form import update_form
from bot.domain import incident as incidents
from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.incident import Impact, Incident, IncidentStatus
from bot.domain.state import Found
from tests.blocks.builders import found
from tests.blocks.reading import assert_fits, field_of, filled, labels_of, offered, text_of
from tests.domain.builders import a_component, an_incident, an_update, statuses

API = ComponentId("api")
DEGRADED, PARTIAL = ComponentStatus.DEGRADED_PERFORMANCE, ComponentStatus.PARTIAL_OUTAGE


def a_form(incident: Incident, *, message: str = "", status: IncidentStatus | None = None) -> View:
    return update_form(
        found(incident, a_component("API"), a_component("Web", position=2)),
        entries_of(incident, message=message, status=status),
        channel="C1",
    )


def resolved(incident: Incident) -> Incident:
    return incidents.resolve(incident, an_update(message="It works again."))


def test_the_form_shows_how_the_incident_stands_and_is_filled_with_it() -> None:
    incident = an_incident(number=7, title="Slow", components=statuses(api=PARTIAL))

    form = a_form(incident, message="Better")

    assert form.title is not None
    assert form.title.text == "Update INC-7"
    assert "*INC-7* Slow" in text_of(form)
    assert "Major impact" in text_of(form)
    assert "🟠 API: Partial outage" in text_of(form)
    assert "by Ada: We are looking into it." in text_of(form)
    assert labels_of(form) == ["Status", "Message", "Affected components", "API", "Impact", "Next update in"]
    assert [filled(form, label) for label in labels_of(form)] == [
        "Investigating",
        "Better",
        ["API"],
        "Partial outage",
        None,
        None,
    ]
    assert_fits(form)


def test_a_status_that_was_typed_is_chosen() -> None:
    assert filled(a_form(an_incident(), status=IncidentStatus.MONITORING), "Status") == "Monitoring"


def test_an_impact_that_nobody_set_is_left_empty_and_the_hint_says_what_follows() -> None:
    form = a_form(an_incident(components=statuses(api=PARTIAL)))

    assert field_of(form, "Impact")["hint"]["text"] == "Left empty, it follows from the components: now Major."


def test_an_impact_that_a_responder_set_stands_there_and_can_be_taken_back() -> None:
    form = a_form(an_incident(impact=Impact.CRITICAL))

    assert filled(form, "Impact") == "Critical"
    assert offered(form, "Impact") == ["None", "Minor", "Major", "Critical", "Let it follow from the components"]


def test_a_resolved_incident_asks_to_confirm_that_it_is_reopened_and_says_what_comes_back() -> None:
    form = a_form(resolved(an_incident(number=7, components=statuses(api=PARTIAL))), message="Again")

    assert labels_of(form)[:2] == ["Status", "INC-7 is resolved"]
    option = field_of(form, "INC-7 is resolved")["element"]["options"][0]
    assert option["text"]["text"] == "Reopen INC-7"
    assert option["description"]["text"] == "Its components go back to: API Partial outage"
    assert "initial_options" not in field_of(form, "INC-7 is resolved")["element"]
    assert filled(form, "API") == "Partial outage"


def test_a_component_that_was_retired_since_stays_chosen() -> None:
    incident = an_incident(components=statuses(api=PARTIAL))

    form = update_form(found(incident, a_component("API", retired=True)), entries_of(incident), channel=None)

    assert filled(form, "Affected components") == ["API"]


def test_the_form_remembers_what_it_was_filled_with() -> None:
    incident = an_incident(number=7, impact=Impact.MAJOR, components=statuses(api=PARTIAL))

    memory = FormMemory.model_validate_json(a_form(incident).private_metadata or "")

    assert memory == FormMemory(
        channel="C1",
        page=incident.page_id,
        number=7,
        status=IncidentStatus.INVESTIGATING,
        impact=Impact.MAJOR,
        components=fingerprint({API: PARTIAL}),
        seen=1,
    )


def test_many_components_keep_their_statuses_unless_one_is_chosen_for_all() -> None:
    components = [a_component(f"Node {number}", position=number) for number in range(50)]
    before = {each.id: PARTIAL for each in components[:45]}
    incident = an_incident(components=before)
    entries = entries_of(incident)

    form = update_form(found(incident, *components), entries, channel="C1")

    assert field_of(form, "Status of all chosen components")["optional"]
    assert filled(form, "Status of all chosen components") is None
    assert entries.affected(before) == before
    added = Entries(components=(*entries.components, components[49].id))
    assert added.affected(before) == {**before, components[49].id: DEGRADED}
    assert_fits(form)


def test_a_number_of_any_length_fits_the_title() -> None:
    form = a_form(an_incident(number=10**17))

    assert form.title is not None
    assert len(form.title.text) <= 24


def test_found_by_two_orders_of_components_is_one_fingerprint() -> None:
    forwards = {API: DEGRADED, ComponentId("web"): PARTIAL}

    assert fingerprint(forwards) == fingerprint(dict(reversed(forwards.items())))
    assert fingerprint(forwards) != fingerprint({**forwards, API: PARTIAL})


def test_a_notice_stands_at_the_top() -> None:
    shown: Found = found(an_incident())

    form = update_form(shown, entries_of(shown.incident), channel=None, notice="It was resolved meanwhile.")

    assert text_of(form).startswith("⚠️ It was resolved meanwhile.")


def test_an_incident_of_more_components_than_a_form_holds_keeps_them() -> None:
    components = [a_component(f"Node {number}", position=number) for number in range(501)]

    form = update_form(
        found(an_incident(components={each.id: PARTIAL for each in components}), *components),
        Entries(components=tuple(each.id for each in components)),
        channel="C1",
    )

    assert "Affected components" not in labels_of(form)
    assert_fits(form)
