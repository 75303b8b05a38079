"""Installed as the README says, from a wheel and not from the repository, it has all that it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
#: Whether the wheel carries what is no Python: the manifest, templates and catalogues, migrations.
_COMMANDS = (
    ("manifest",),
    ("page", "create", "acme", "--name", "Acme"),
    ("page", "preview", "preview"),
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel's content lies; what it depends on is there already."""
    folder = tmp_path_factory.mktemp("installed")
    command = (
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(folder),
        str(_ROOT),
    )
    subprocess.run(command, check=True, timeout=100)
    return folder


def test_every_file_that_a_command_reads_is_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "STORMLAMP_"))}
    # Before the repository, to which an editable installation points.
    environment = {**kept, "PYTHONPATH": str(installed), "DATABASE_URL": "sqlite+aiosqlite:///stormlamp.db"}

    where = _run("-c", "import bot; print(bot.__file__)", folder=tmp_path, environment=environment)
    answers = [_run("-m", "bot", *command, folder=tmp_path, environment=environment) for command in _COMMANDS]

    assert Path(where.stdout.strip()).is_relative_to(installed)
    assert [(answer.returncode, answer.stderr) for answer in answers] == [(0, "")] * len(_COMMANDS)


def _run(*arguments: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, *arguments)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)
