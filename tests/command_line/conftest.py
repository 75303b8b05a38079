"""The command line as a person uses it, over a real database file."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.__main__ import main
from bot.settings import setting_names


@dataclass(frozen=True)
class Answer:
    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: str, typed: bytes = b"") -> Answer:
        """What `stormlamp` answers; `typed` is its standard input."""
        self._monkeypatch.setattr(sys, "argv", ["stormlamp", *arguments])
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        with pytest.raises(SystemExit) as end:
            main()
        said = self._capsys.readouterr()
        return Answer(exit_code=int(end.value.code or 0), out=said.out, err=said.err)

    def done(self, *arguments: str, typed: bytes = b"") -> Answer:
        """As above, for what has to succeed."""
        answer = self(*arguments, typed=typed)
        assert (answer.exit_code, answer.err) == (0, "")
        return answer

    def refused(self, *arguments: str, typed: bytes = b"") -> str:
        """The sentence of a refusal."""
        answer = self(*arguments, typed=typed)
        assert (answer.exit_code, answer.out) == (2, "")
        assert answer.err.startswith("stormlamp: ")
        assert answer.err.count("\n") == 1
        return answer.err.removeprefix("stormlamp: ").strip()


@pytest.fixture
def stormlamp(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[CommandLine]:
    """Over a database that is not there yet."""
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/stormlamp.db")
    # Help and usage errors are wrapped to the terminal's width.
    monkeypatch.setenv("COLUMNS", "200")
    yield CommandLine(monkeypatch, capsys)
    structlog.reset_defaults()


@pytest.fixture
def acme(stormlamp: CommandLine) -> CommandLine:
    """With a page “acme” and two components."""
    stormlamp.done("page", "create", "acme", "--name", "Acme")
    stormlamp.done("component", "create", "acme", "API", "--group", "Core")
    stormlamp.done("component", "create", "acme", "Website")
    return stormlamp
