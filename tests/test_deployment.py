"""What is handed to operators names only settings and commands that there are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import SECRETS, setting_names
from tests.test_readme import commands

_ROOT = Path(__file__).parents[1]
FILES = (
    "Dockerfile",
    "compose.yaml",
    "docs/stormlamp.service",
    "docs/stormlamp.sh",
    "docs/operations.md",
    "docs/publishing.md",
)
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


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """docs/stormlamp.sh with what the machine has elsewhere: not everybody who tests is root, or has that user."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "var").mkdir()
    text = text_of("docs/stormlamp.sh")
    for there, here in {
        "/etc/stormlamp": f"{tmp_path}/etc",
        "/var/lib/stormlamp": f"{tmp_path}/var",
        "/opt/stormlamp/.venv/bin/stormlamp": f"{sys.executable} -m bot",
        'setpriv --reuid=stormlamp --regid="$(id -g stormlamp)" --init-groups': f"env PYTHONPATH={_ROOT}",
        '"$(id -u)" = 0': "0 = 0",
    }.items():
        assert there in text
        text = text.replace(there, here)
    script = tmp_path / "stormlamp"
    script.write_text(text)
    return script


def run(script: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(script), *arguments],
        env={"PATH": os.environ["PATH"], **environment},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_of_the_machine_works_with_the_settings_of_the_service(installed: Path) -> None:
    etc, var = installed.parent / "etc", installed.parent / "var"
    (etc / "settings").write_text(
        "# Ours\n; and theirs\n\n"
        " STORMLAMP_PUBLIC_URL = https://status.example.com \r\n"
        f'STORMLAMP_PUBLISH_TO="file://{var}/my%20$HOME & co;"\n'
        "STORMLAMP_INTERNAL_SUFFIXES='.prod.example.com'\n"
        "DATABASE_URL=sqlite:///other.db"
    )

    made = run(installed, "page", "create", "acme", "--name", "A $5 'page'", STORMLAMP_PUBLIC_URL="https://of.root")
    refused = run(installed, "incident", "declare", "--title", "Slow", "--message", "See db1.prod.example.com.")
    published = run(installed, "publish")

    assert (made.returncode, refused.returncode, published.returncode) == (0, 2, 0), (made, refused, published)
    assert "https://status.example.com" in made.stdout
    assert "db1.prod.example.com" in refused.stderr
    assert "A $5 &#39;page&#39;" in (var / "my $HOME & co;/acme/index.html").read_text()
    assert sorted(path.name for path in var.iterdir()) == ["my $HOME & co;", "other.db"]
    assert (var / "other.db").stat().st_mode & 0o077 == 0


def test_the_command_of_the_machine_has_the_tokens_of_the_service(installed: Path) -> None:
    etc = installed.parent / "etc"
    (etc / "slack_bot_token").write_text("xoxb-1-abc\n")
    (etc / "slack_app_token").write_text("not a token\n")

    examined = run(installed, "doctor", SLACK_BOT_TOKEN="of root")

    assert (examined.returncode, "SLACK_APP_TOKEN is malformed" in examined.stderr) == (2, True)


def test_every_secret_is_found_that_the_service_is_handed() -> None:
    found = re.search(r"for name in ([A-Z_ ]+); do", text_of("docs/stormlamp.sh"))

    assert found
    assert set(found[1].split()) == set(SECRETS)
    assert set(re.findall(r"=(\w+)_FILE=", text_of("docs/stormlamp.service"))) <= set(SECRETS)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("STORMLAMP_PORT", "a line without a name and ="),
        ("export STORMLAMP_PORT=1", "a name that systemd does not take"),
        ('STORMLAMP_PORT="1" # ours', "STORMLAMP_PORT in"),
        ("DATABASE_URL=sqlite:///a\\", "DATABASE_URL in"),
        ("STORMLAMP_PROT=1", "STORMLAMP_PORT"),
    ],
)
def test_settings_that_the_service_may_read_otherwise_are_refused(installed: Path, line: str, said: str) -> None:
    (installed.parent / "etc/settings").write_text(f"{line}\n")

    refused = run(installed, "page", "list")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("stormlamp: ")
    assert said in refused.stderr


def test_the_command_of_the_machine_tells_who_may_not_read_the_settings_what_to_do(installed: Path) -> None:
    installed.write_text(installed.read_text().replace("0 = 0", "1 = 0"))

    refused = run(installed, "page", "list")

    assert (refused.returncode, "sudo" in refused.stderr) == (2, True)


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


def test_every_setting_reaches_the_container_by_the_file_that_is_explained() -> None:
    compose: dict[str, Any] = yaml.safe_load(text_of("compose.yaml"))
    service = compose["services"]["stormlamp"]

    assert service["env_file"] == [{"path": ".env", "required": False}]
    assert "in the file .env beside this one" in text_of("compose.yaml")
    # What is set here would win over the file: of what people set, only what is read from it.
    ours = {name: text for name, text in service["environment"].items() if not name.endswith("_FILE")}
    assert ours == {"STORMLAMP_PUBLIC_URL": "${STORMLAMP_PUBLIC_URL:-http://127.0.0.1:8080}"}
    assert ".env" in text_of(".gitignore").splitlines()
