import os
import re
import signal
import sqlite3
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.manifest import http_manifest, socket_mode_manifest
from tests.command_line.conftest import CommandLine


def test_the_version_is_shown(stormlamp: CommandLine) -> None:
    assert stormlamp.done("--version").out == f"stormlamp {version('stormlamp')}\n"


def test_a_command_answers_and_logs_nothing_beside(acme: CommandLine) -> None:
    assert acme.done("component", "create", "acme", "Mail").out == "Component “Mail” created on acme.\n"


@pytest.mark.parametrize("command", [(), ("page",), ("component",), ("incident",)])
def test_help_names_every_command(stormlamp: CommandLine, command: tuple[str, ...]) -> None:
    answer = stormlamp.done(*command, "--help")

    assert "Usage: stormlamp" in answer.out
    assert re.search(r"Commands", answer.out)


@pytest.mark.parametrize("arguments", [("pages",), ("page", "create"), ("incident", "list", "closed"), ("--page",)])
def test_a_usage_error_ends_with_exit_code_2(stormlamp: CommandLine, arguments: tuple[str, ...]) -> None:
    answer = stormlamp(*arguments)

    assert (answer.exit_code, answer.out) == (2, "")
    assert "Usage: stormlamp" in answer.err


def test_migrating_twice_is_harmless(stormlamp: CommandLine) -> None:
    first = stormlamp.done("migrate").out
    second = stormlamp.done("migrate").out

    assert re.fullmatch(r"The database is at revision \w+\.\n", first)
    assert second == first.replace(".", " already.")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("STORMLAMP_PROT", "80", "There is no setting STORMLAMP_PROT. Did you mean STORMLAMP_PORT?"),
        (
            "DATABASE_URL",
            "mysql://ada:hush@host/name",
            "DATABASE_URL names “mysql”, which Stormlamp does not use. Write it like sqlite+aiosqlite:///stormlamp.db "
            "or postgresql+asyncpg://user:password@host/name.",
        ),
        (
            "DATABASE_URL",
            "sqlite:////nowhere/at/all.db",
            "The file that DATABASE_URL names can't be opened. Its folder must be there, and both be writable.",
        ),
    ],
)
def test_a_setting_that_can_not_be_used_is_refused(
    stormlamp: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)

    assert stormlamp.refused("page", "list") == sentence


def test_a_file_that_is_no_database_is_refused(
    stormlamp: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("These are my notes, and nothing else.\n" * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/notes.txt")

    assert stormlamp.refused("page", "list") == "The file that DATABASE_URL names is not a database."


def test_a_database_of_a_newer_version_is_refused(stormlamp: CommandLine, tmp_path: Path) -> None:
    stormlamp.done("migrate")
    with sqlite3.connect(tmp_path / "stormlamp.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    assert stormlamp.refused("page", "list") == (
        "The database was made by a newer Stormlamp (its revision is 9999). Upgrade Stormlamp."
    )


def test_half_of_slacks_settings_does_not_stop_an_emergency(acme: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "not even a token")

    acme.done("incident", "declare", "--title", "Slack is down", "--message", "We are here.")


def test_an_argument_that_is_no_text_is_refused(stormlamp: CommandLine) -> None:
    assert stormlamp.refused("page", "edit", "acm\udcff") == "The argument 'acm\\udcff' is not UTF-8 text."


def test_a_command_does_not_load_what_only_others_need() -> None:
    """Whoever informs the public in a hurry waits for nothing that renders, serves or speaks to Slack."""
    others = ("aiohttp", "babel", "jinja2", "markdown_it", "obstore", "slack_bolt", "slack_sdk", "starlette", "uvicorn")
    look = "import bot.command_line.app, sys; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, text=True).stdout.split()

    assert "storage.database" in loaded
    assert [each for each in others if each in loaded] == []


def test_whoever_changes_their_mind_while_it_loads_sees_no_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "bot", "run"],
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    assert process.stderr is not None
    while "| typer" not in (line := process.stderr.readline()):
        assert line

    process.send_signal(signal.SIGINT)

    said = process.communicate(timeout=60)[1].splitlines()
    assert process.returncode == 128 + signal.SIGINT
    assert [line for line in said if not line.startswith("import time:")] == []


def test_a_reader_that_leaves_early_sees_no_traceback(acme: CommandLine) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "page", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
    )
    assert process.stdout is not None
    process.stdout.close()

    _, complaint = process.communicate(timeout=60)

    assert complaint == b""


def test_the_manifest_is_printed_as_it_is_in_the_repository(stormlamp: CommandLine) -> None:
    assert stormlamp.done("manifest").out == socket_mode_manifest()


def test_the_manifest_for_signed_http_needs_an_address(stormlamp: CommandLine) -> None:
    assert stormlamp.done("manifest", "--url", "https://bot.example.com").out == http_manifest(
        "https://bot.example.com"
    )
    assert stormlamp.refused("manifest", "--url", "bot") == (
        "“bot” is not a public URL. Write it like https://status.example.com."
    )


@pytest.mark.parametrize(
    ("standard_output", "code", "complaint"),
    [(">&-", 0, ""), (">/dev/full", 1, "stormlamp: The system refuses: No space left on device.\n")],
)
def test_where_the_answer_can_not_be_written_there_is_no_traceback(
    acme: CommandLine, standard_output: str, code: int, complaint: str
) -> None:
    command = ["sh", "-c", f'exec "$0" -m bot page list {standard_output}', sys.executable]
    ran = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=60, env=dict(os.environ), check=False)

    assert (ran.returncode, ran.stderr) == (code, complaint)
