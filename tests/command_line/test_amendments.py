import pytest

from tests.command_line.conftest import CommandLine

DECLARE = ("incident", "declare", "--title", "Slow", "--message", "We look into it.")


def updates(stormlamp: CommandLine) -> list[dict[str, object]]:
    shown: list[dict[str, object]] = stormlamp.done("incident", "show", "INC-1", "--json").json["updates"]
    return shown


def test_a_corrected_update_has_its_new_text_and_the_record_the_old_one(acme: CommandLine) -> None:
    acme.done(*DECLARE)
    acme.done("incident", "update", "INC-1", "--message", "A disc is full.")

    acme.done("incident", "correct", "INC-1", "--message", "A disk is full.")
    acme.done("incident", "correct", "INC-1", "--update", "1", "--message", "We are looking into it.")

    assert [(each["message"], each["before"]) for each in updates(acme)] == [
        ("We are looking into it.", ["We look into it."]),
        ("A disk is full.", ["A disc is full."]),
    ]


def test_a_withdrawn_update_says_so_and_can_not_be_corrected_any_more(acme: CommandLine) -> None:
    acme.done(*DECLARE)

    acme.done("incident", "retract", "INC-1")

    [update] = updates(acme)
    assert (update["message"], update["before"], update["withdrawn"]) == (
        "This update was withdrawn.",
        ["We look into it."],
        True,
    )
    assert acme.refused("incident", "correct", "INC-1", "--message", "No.") == (
        "Update 1 of INC-1 was withdrawn, and stays so. Post a new one instead."
    )


def test_an_edit_changes_what_it_names_and_nothing_else(acme: CommandLine) -> None:
    acme.done(*DECLARE, "--component", "API=partial")

    acme.done("incident", "edit", "INC-1", "--title", "API slow", "--impact", "minor", "--started", "2026-11-01T10:00")

    shown = acme.done("incident", "show", "INC-1", "--json").json
    assert (shown["title"], shown["impact"], shown["started_at"]) == ("API slow", "minor", "2026-11-01T10:00:00+00:00")
    assert shown["components"] == {"API": "partial_outage"}


def test_a_cancelled_incident_holds_no_component_and_takes_no_update(acme: CommandLine) -> None:
    acme.done(*DECLARE, "--component", "API=major")

    assert acme.done("incident", "cancel", "INC-1", "--reason", "A test.").out.splitlines()[0] == (
        "INC-1 cancelled: it is off the page, and stays in the record."
    )

    components = acme.done("component", "list", "acme", "--json").json
    assert {each["status"] for each in components} == {"operational"}
    assert acme.done("incident", "list", "open", "--json").json == []
    assert acme.refused("incident", "update", "INC-1", "--message", "More.") == (
        "INC-1 was cancelled: it was declared by mistake. Declare a new incident instead."
    )


def test_an_internal_incident_is_published_with_a_message_of_its_own(acme: CommandLine) -> None:
    declared = acme.done(*DECLARE, "--internal", "--component", "API=major").out
    assert "internal: the public sees nothing of it" in declared
    components = acme.done("component", "list", "acme", "--json").json
    assert {each["status"] for each in components} == {"operational"}

    acme.done("incident", "publish", "INC-1", "--message", "The API is down.")

    assert [(each["message"], each["internal"]) for each in updates(acme)] == [
        ("We look into it.", True),
        ("The API is down.", False),
    ]
    assert acme.refused("incident", "publish", "INC-1", "--message", "Again.") == "INC-1 is on the status page already."


def test_a_past_incident_has_its_own_times(acme: CommandLine) -> None:
    acme.done(
        *("incident", "backfill", "--title", "Slow", "--message", "It was slow.", "--resolution", "It is quick."),
        *("--started", "2026-10-01T10:00", "--resolved", "2026-10-01T13:30+02:00", "--component", "API=partial"),
    )

    shown = acme.done("incident", "show", "INC-1", "--json").json
    assert (shown["status"], shown["impact"]) == ("resolved", "major")
    assert (shown["started_at"], shown["resolved_at"]) == ("2026-10-01T10:00:00+00:00", "2026-10-01T11:30:00+00:00")


@pytest.mark.parametrize(
    ("started", "resolved", "sentence"),
    [
        ("noon", "2026-10-01T11:00", "“noon” is not a time."),
        ("2026-10-01T12:00", "2026-10-01T11:00", "A past incident ends after it began, and not in the future."),
        ("2026-10-01T12:00", "2999-10-01T11:00", "A past incident ends after it began, and not in the future."),
    ],
)
def test_times_that_can_not_be_are_refused(acme: CommandLine, started: str, resolved: str, sentence: str) -> None:
    refusal = acme.refused(
        *("incident", "backfill", "--title", "Slow", "--message", "It was slow.", "--resolution", "It is quick."),
        *("--started", started, "--resolved", resolved),
    )
    assert refusal.startswith(sentence)


def test_the_audit_record_says_who_did_what(acme: CommandLine) -> None:
    acme.done(*DECLARE, "--as", "Ada")
    acme.done("incident", "cancel", "INC-1", "--reason", "A test.")

    acts = acme.done("audit", "INC-1", "--json").json
    assert [(act["act"], act["on"], act["by"], act["from"]) for act in acts] == [
        ("cancel", "INC-1", "Stormlamp", "command line"),
        ("declare", "INC-1", "Ada", "command line"),
    ]
    assert acts[0]["details"] == {"reason": "A test."}
