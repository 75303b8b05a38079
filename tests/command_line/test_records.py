from pathlib import Path

from tests.command_line.conftest import CommandLine

DECLARE = ("incident", "declare", "--title", "Slow", "--message", "We look into it.", "--as", "Ada")


def test_the_timeline_is_printed_in_each_format(acme: CommandLine) -> None:
    acme.done(*DECLARE)

    assert acme.done("incident", "timeline", "INC-1").out.startswith("# INC-1 Slow\n")
    assert acme.done("incident", "timeline", "INC-1", "--format", "json").json["timeline"][0]["who"] == "Ada"
    assert acme.done("incident", "timeline", "INC-1", "--format", "csv").out.startswith("at,kind,who,what")


def test_a_postmortem_is_drafted_and_published_once_the_incident_is_over(acme: CommandLine, tmp_path: Path) -> None:
    acme.done(*DECLARE)
    assert acme.done("incident", "postmortem", "INC-1").out.startswith("# Postmortem: Slow\n")
    text = tmp_path / "learnt.md"
    text.write_text("We learnt **a lot**.", encoding="utf-8")

    assert acme.refused("incident", "postmortem", "INC-1", "--publish", str(text)) == (
        "INC-1 is not a resolved incident of the public page."
    )
    acme.done("incident", "resolve", "INC-1", "--message", "All is well.")
    assert "has a postmortem" in acme.done("incident", "postmortem", "INC-1", "--publish", str(text)).out
    assert "can't be read as text" in acme.refused("incident", "postmortem", "INC-1", "--publish", "no-such-file")


def test_numbers_are_counted(acme: CommandLine) -> None:
    assert acme.done("stats").out == "No incident began in the last 30 days.\n"
    acme.done(*DECLARE)

    assert acme.done("stats", "7").out.splitlines() == [
        "1 incident began in the last 7 days.",
        "Acme: 1 with minor impact",
        "From the start to the first public word: less than a minute (median), less than a minute (nine of ten)",
        "From the start to the resolution: nothing to measure",
    ]
