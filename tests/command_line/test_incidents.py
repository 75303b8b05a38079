import re

import pytest

from tests.command_line.conftest import CommandLine

DECLARE = ("incident", "declare", "--title", "Slow", "--message", "We look into it.")


def shown(stormlamp: CommandLine, reference: str = "INC-1") -> dict[str, object]:
    incident: dict[str, object] = stormlamp.done("incident", "show", reference, "--json").json
    return incident


def test_declaring_says_where_the_public_reads_it_and_who_is_not_told(acme: CommandLine) -> None:
    declared, slack = acme.done(*DECLARE).out.splitlines()

    assert re.fullmatch(r"INC-1 declared: http://127\.0\.0\.1:8080/acme/incidents/[0-9a-z]{12}", declared)
    assert slack == (
        "Slack: told nobody, since the page has no channel. `stormlamp page edit acme --channel C…` gives it one."
    )


def test_what_slack_is_owed_is_said(acme: CommandLine) -> None:
    acme.done("page", "edit", "acme", "--channel", "C0123456789")

    assert acme.done(*DECLARE).out.splitlines()[1] == "Slack: owed to C0123456789; `stormlamp run` delivers it."


def test_an_incident_is_declared_updated_resolved_and_reopened(acme: CommandLine) -> None:
    acme.done(*DECLARE, "--component", "API=partial", "--component", "Website=degraded", "--as", "Ada")
    acme.done("incident", "update", "INC-1", "--status", "id", "--message", "A disk.", "--component", "API=major")
    acme.done("incident", "resolve", "inc-1", "--message", "All is well.")
    acme.done("incident", "reopen", "1", "--message", "It is back.")

    incident = shown(acme)

    assert isinstance(incident["updates"], list)
    assert [(each["status"], each["message"], each["author"]) for each in incident["updates"]] == [
        ("investigating", "We look into it.", "Ada"),
        ("identified", "A disk.", "Stormlamp"),
        ("resolved", "All is well.", "Stormlamp"),
        ("investigating", "It is back.", "Stormlamp"),
    ]
    assert (incident["status"], incident["impact"], incident["resolved_at"]) == ("investigating", "critical", None)
    assert incident["components"] == {"API": "major_outage", "Website": "degraded_performance"}


def test_resolving_says_what_each_component_shows_now_and_why(acme: CommandLine) -> None:
    acme.done(*DECLARE, "--component", "API=major", "--component", "Website=partial")
    acme.done(*DECLARE, "--component", "Website=degraded")

    lines = acme.done("incident", "resolve", "INC-1", "--message", "All is well.").out.splitlines()

    assert lines[2:] == ["API: Operational", "Website: Degraded performance because of INC-2"]


def test_an_internal_incident_holds_no_component(acme: CommandLine) -> None:
    acme.done(*DECLARE, "--component", "API=major")
    acme.done(*DECLARE, "--internal", "--component", "API=degraded")

    lines = acme.done("incident", "resolve", "INC-1", "--message", "All is well.").out.splitlines()

    assert lines[2:] == ["API: Operational"]


def test_an_update_without_components_leaves_them_as_they_are(acme: CommandLine) -> None:
    acme.done(*DECLARE, "--component", "API=partial", "--impact", "critical")

    acme.done("incident", "update", "INC-1", "--message", "Still there.")

    assert (shown(acme)["components"], shown(acme)["impact"]) == ({"API": "partial_outage"}, "critical")


def test_an_update_sets_the_impact(acme: CommandLine) -> None:
    acme.done(*DECLARE)

    acme.done("incident", "update", "INC-1", "--message", "It is worse.", "--impact", "maj")

    assert shown(acme)["impact"] == "major"


def test_a_message_may_come_from_standard_input_and_keeps_its_lines(acme: CommandLine) -> None:
    acme.done("incident", "declare", "--title", "Slow", "--message", "-", typed="Zwei\nZeilen – äöü\n".encode())

    updates = shown(acme)["updates"]

    assert isinstance(updates, list)
    assert updates[0]["message"] == "Zwei\nZeilen – äöü"


def test_an_incident_is_shown_to_people(acme: CommandLine) -> None:
    acme.done(*DECLARE, "--component", "API=partial", "--as", "Ada")
    acme.done("incident", "resolve", "INC-1", "--message", "All is well.\n\nSorry.")

    text = acme.done("incident", "show", "INC-1").out

    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"
    assert re.fullmatch(
        "INC-1  Slow\n"
        "  Status      Resolved\n"
        "  Impact      Major\n"
        r"  Page        Acme \(acme\)" + "\n"
        "  Components  API: Operational\n"
        f"  Declared    {moment}\n"
        "  Address     http://127.0.0.1:8080/acme/incidents/[0-9a-z]{12}\n"
        "  Took        less than a minute\n"
        f"\n{moment}  Investigating, by Ada\n  We look into it.\n"
        f"\n{moment}  Resolved, by Stormlamp\n  All is well.\n\n  Sorry.\n",
        text,
    )


def test_incidents_are_listed_newest_first_by_whether_they_are_open(acme: CommandLine) -> None:
    for title in ("First", "Second", "Third"):
        acme.done("incident", "declare", "--title", title, "--message", "We look into it.")
    acme.done("incident", "resolve", "INC-2", "--message", "All is well.")

    def titles(*arguments: str) -> list[str]:
        return [each["title"] for each in acme.done("incident", "list", *arguments, "--json").json]

    assert titles() == titles("open") == ["Third", "First"]
    assert titles("resolved") == ["Second"]
    assert titles("all") == ["Third", "Second", "First"]


def test_a_list_that_was_cut_says_so(acme: CommandLine) -> None:
    for _ in range(3):
        acme.done(*DECLARE)

    lines = acme.done("incident", "list", "--limit", "2").out.splitlines()

    assert [line.split()[0] for line in lines] == ["Incident", "INC-3", "INC-2", "2"]
    assert lines[-1] == "2 of 3 shown; --limit 3 shows all."


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        ("open", "No incident is open.\n"),
        ("resolved", "No incident has been resolved yet.\n"),
        ("all", "There has been no incident yet.\n"),
    ],
)
def test_an_empty_list_is_said_in_words(stormlamp: CommandLine, which: str, sentence: str) -> None:
    assert stormlamp.done("incident", "list", which).out == sentence


def test_declaring_without_a_page_needs_exactly_one(stormlamp: CommandLine) -> None:
    assert stormlamp.refused(*DECLARE) == (
        "There is no status page yet. `stormlamp page create SLUG --name NAME` makes one."
    )
    for slug in ("acme", "other"):
        stormlamp.done("page", "create", slug, "--name", slug)

    assert stormlamp.refused(*DECLARE) == "There are several status pages: acme, other. Say which one with --page."
    stormlamp.done(*DECLARE, "--page", "other")
    assert shown(stormlamp)["page"] == "other"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((*DECLARE, "--page", "acne"), "There is no status page “acne”. There are: acme."),
        ((*DECLARE[:4], "--message", "  "), "The message is empty. Write 1 to 3,000 characters."),
        ((*DECLARE[:4], "--message", "x" * 3001), "The message has 3,001 characters; at most 3,000 fit. Shorten it."),
        ((*DECLARE, "--title", ""), "The title is empty. Write 1 to 150 characters."),
        ((*DECLARE, "--title", "x" * 151), "The title has 151 characters; at most 150 fit. Shorten it."),
        (
            (*DECLARE, "--status", "fixed"),
            "“fixed” is not a status of an incident. There are: investigating, identified, monitoring, resolved.",
        ),
        ((*DECLARE, "--impact", "huge"), "“huge” is not an impact. There are: none, minor, major, critical."),
        (
            (*DECLARE, "--component", "Fax=major"),
            "The page “Acme” has no component “Fax”. It has: API, Website.",
        ),
        (
            (*DECLARE, "--component", "API=down"),
            "“down” is not a status of a component. There are: operational, under_maintenance, "
            "degraded_performance, partial_outage, major_outage.",
        ),
        (
            (*DECLARE, "--component", "API"),
            "“API” names no status. Write it like “API=partial_outage”; the statuses are: operational, "
            "under_maintenance, degraded_performance, partial_outage, major_outage.",
        ),
        ((*DECLARE, "--as", " "), "The name is empty. Write 1 to 75 characters."),
        (
            ("incident", "update", "INC-9", "--message", "x"),
            "There is no INC-9. `stormlamp incident list all` shows which there are.",
        ),
        (
            ("incident", "show", "ninth"),
            "There is no incident “ninth”. `stormlamp incident list all` shows which there are.",
        ),
    ],
)
def test_bad_input_is_refused_in_a_sentence_and_changes_nothing(
    acme: CommandLine, arguments: tuple[str, ...], sentence: str
) -> None:
    assert acme.refused(*arguments) == sentence

    assert acme.done("incident", "list", "all", "--json").json == []


def test_a_message_that_is_no_text_is_refused(acme: CommandLine) -> None:
    assert acme.refused(*DECLARE[:4], "--message", "-", typed=b"\xff") == (
        "The message on standard input is not UTF-8 text."
    )
    assert acme.refused(*DECLARE[:4], "--message", "-", typed=b"a" * 2_000_000) == (
        "The message on standard input is longer than 1,000,000 bytes."
    )


def test_an_update_never_reopens_by_itself(acme: CommandLine) -> None:
    acme.done(*DECLARE)
    acme.done("incident", "resolve", "INC-1", "--message", "All is well.")

    assert acme.refused("incident", "update", "INC-1", "--status", "monitoring", "--message", "x") == (
        "INC-1 is resolved. `stormlamp incident reopen INC-1 --message …` reopens it."
    )
    assert acme.refused("incident", "resolve", "INC-1", "--message", "x") == (
        "INC-1 is resolved already. An update can still be posted to it."
    )
    acme.done("incident", "reopen", "INC-1", "--message", "It is back.")
    assert acme.refused("incident", "reopen", "INC-1", "--message", "x") == (
        "INC-1 is open: there is nothing to reopen. Post an update instead."
    )
