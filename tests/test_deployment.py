"""What is handed to operators names only settings and commands that there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import SECRETS, setting_names
from tests.test_readme import commands

_ROOT = Path(__file__).parents[1]
FILES = ("Dockerfile", "compose.yaml", "docs/stormlamp.service", "docs/operations.md", "docs/publishing.md")
_SETTING = re.compile(r"\b(?:STORMLAMP|SLACK)_[A-Z_]+\b|\bDATABASE_URL(?:_FILE)?\b")
_COMMAND = re.compile(r"(?<![/\w-])stormlamp ((?:[a-z]+ ?)+)")


def text_of(name: str) -> str:
    return (_ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_every_setting_that_is_named_is_one(name: str) -> None:
    known = {*setting_names(), *(f"{secret}_FILE" for secret in SECRETS)}

    assert set(_SETTING.findall(text_of(name))) <= known


@pytest.mark.parametrize("name", ["docs/operations.md", "docs/publishing.md"])
def test_every_command_that_is_named_is_one(name: str) -> None:
    known = [command.removeprefix("stormlamp ") for command, _ in commands()]
    named = {found.strip() for code in re.findall(r"`([^`]+)`", text_of(name)) for found in _COMMAND.findall(code)}

    assert named
    assert [each for each in named if not any(f"{each} ".startswith(f"{command} ") for command in known)] == []


def test_systemd_lets_the_folder_be_written_that_the_documents_name() -> None:
    unit, server = text_of("docs/stormlamp.service"), text_of("docs/nginx.conf")
    [folder] = re.findall(r"^  root (\S+);$", server, re.MULTILINE)

    assert f"\nReadWritePaths=-{folder}\n" in unit
    for name in ("README.md", "docs/publishing.md", "docs/operations.md"):
        assert set(re.findall(r"file://(/var/[\w/]+)", text_of(name))) <= {folder}
    assert f"install -d -o stormlamp {folder}" in text_of("docs/publishing.md")


def test_the_image_copies_all_that_the_wheel_is_made_of() -> None:
    ignored = text_of(".dockerignore").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text_of("Dockerfile"), re.MULTILINE)
    needed = [each for line in copied for each in line.split()]

    assert {"bot", "storage", "templates", "manifest.yml", "requirements.lock"} <= set(needed)
    assert [each for each in needed if f"!{each}" not in ignored or not (_ROOT / each).exists()] == []


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("docs/operations.md", "systemctl enable --now stormlamp"),
        ("compose.yaml", "docker compose up"),
        ("README.md", "\n   stormlamp run"),
    ],
)
def test_a_page_is_made_before_the_first_start_which_else_makes_one(name: str, start: str) -> None:
    text = text_of(name)

    assert 0 < text.index("page create acme") < text.index(start)


def test_every_secret_of_the_compose_file_is_declared_and_explained() -> None:
    compose: dict[str, Any] = yaml.safe_load(text_of("compose.yaml"))
    used = {secret for service in compose["services"].values() for secret in service["secrets"]}

    assert used == set(compose["secrets"])
    assert [secret for secret in used if f"> secrets/{secret}\n" not in text_of("compose.yaml")] == []
