import pytest

from tests.command_line.conftest import CommandLine

REFUSED = "Not published: “db1.internal” is the name of an internal host. Take it out, or confirm it; "


def test_private_words_are_refused_until_they_are_meant(acme: CommandLine) -> None:
    declare = ("incident", "declare", "--title", "Slow", "--message", "db1.internal is full.")
    assert acme.refused(*declare) == f"{REFUSED}the command line has --as-is."
    acme.done(*declare, "--as-is")

    for act in ("update", "resolve", "reopen", "correct"):
        again = ("incident", act, "INC-1", "--message", f"To {act}: db1.internal is full.")
        assert acme.refused(*again).startswith(REFUSED)
        acme.done(*again, "--as-is")

    edit = ("incident", "edit", "INC-1", "--title", "db1.internal")
    assert acme.refused(*edit).startswith(REFUSED)
    acme.done(*edit, "--as-is")


def test_an_internal_incident_may_say_anything_until_it_is_published(acme: CommandLine) -> None:
    acme.done("incident", "declare", "--title", "db1.internal", "--message", "Ask @ada.", "--internal")
    acme.done("incident", "update", "INC-1", "--message", "10.0.0.1 is down.")

    publish = ("incident", "publish", "INC-1", "--message", "Pages are slow.")
    assert acme.refused(*publish).startswith(REFUSED)
    acme.done(*publish, "--as-is")


def test_a_past_incident_is_checked_in_all_its_texts(acme: CommandLine) -> None:
    times = ("--started", "2026-03-01T10:00", "--resolved", "2026-03-01T11:00")
    texts = ("--title", "Slow", "--message", "Pages were slow.", "--resolution", "db1.internal was full.")

    assert acme.refused("incident", "backfill", *texts, *times).startswith(REFUSED)
    acme.done("incident", "backfill", *texts, *times, "--as-is")


def test_the_suffixes_of_internal_hosts_are_a_setting(acme: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORMLAMP_INTERNAL_SUFFIXES", ".prod.example.com")
    declare = ("incident", "declare", "--title", "Slow", "--message")

    assert "“db1.prod.example.com” is the name" in acme.refused(*declare, "db1.prod.example.com is full.")
    acme.done(*declare, "db1.internal is full.")
