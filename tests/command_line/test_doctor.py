import contextlib
import sqlite3
from pathlib import Path

import pytest

from bot.command_line import database
from bot.web_server import bind
from tests.command_line.conftest import CommandLine


def test_what_is_not_well_is_said_with_the_way_out_and_exit_code_1(acme: CommandLine) -> None:
    answer = acme("doctor")

    assert answer.exit_code == 1
    lines = answer.out.splitlines()
    assert lines[0].startswith("ok   Database: SQLite 3.")
    assert "NOT  Page acme: was never published" in lines
    assert "     `stormlamp run` publishes it." in lines
    assert lines[-1] == "ok   Slack: not configured; the page and the command line work without it."


def test_while_another_process_holds_the_lock_the_rest_is_looked_at_and_what_only_reads_is_done(
    acme: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT", 0.05)
    with contextlib.closing(sqlite3.connect(tmp_path / "stormlamp.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = acme("doctor")
        listed = acme.done("incident", "list")

    lines = answer.out.splitlines()
    assert lines[0].startswith("NOT  Database: SQLite 3.")
    assert "The database is busy." in lines[0]
    assert lines[1] == "     Until it takes changes again forms are refused, and the pages stay as they are."
    assert lines[-1].startswith("ok   Slack: not configured")
    assert listed.out


def test_a_database_that_does_not_answer_is_a_finding(stormlamp: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.closing(bind("127.0.0.1", 0)) as nobody_takes_calls:
        port = nobody_takes_calls.getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", f"postgresql://stormlamp@127.0.0.1:{port}/stormlamp")
        nobody_takes_calls.close()
        answer = stormlamp("doctor")

    assert answer.exit_code == 1
    assert answer.out.splitlines() == [
        "NOT  Database: The database does not answer. Try again in a moment.",
        "     Check DATABASE_URL.",
    ]
