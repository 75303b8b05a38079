"""The README's tables are promises: they name every setting and every command, and none that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from bot.command_line.app import app
from bot.settings import SECRETS, Settings

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def rows_below(heading: str) -> list[str]:
    """The rows of the first table after that heading."""
    section = README.split(f"\n## {heading}\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


def commands(name: str = "stormlamp", command: Any = None) -> Iterator[tuple[str, str]]:
    """Each command with the first line of its help."""
    command = command or typer.main.get_group(app)
    below = getattr(command, "commands", {})
    for sub_name, sub_command in below.items():
        yield from commands(f"{name} {sub_name}", sub_command)
    if not below:
        yield name, (command.help or "").splitlines()[0]


def test_every_setting_stands_in_the_readme_with_its_default_and_meaning() -> None:
    def default_of(value: object) -> str:
        shown = ",".join(value) if isinstance(value, tuple) else value
        return f"`{shown}`" if shown else "–"

    assert rows_below("Settings") == [
        f"| `{field.validation_alias}` | {default_of(field.default)} | {field.description} |"
        for field in Settings.model_fields.values()
    ]


def test_every_secret_that_may_stand_in_a_file_is_named() -> None:
    assert set(re.findall(r"`(\w+)_FILE`", README)) == set(SECRETS)


def test_every_command_stands_in_the_readme_with_its_help() -> None:
    assert sorted(rows_below("The command line")) == sorted(f"| `{name}` | {help} |" for name, help in commands())


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert links != []
    assert [link for link in links if not (Path(__file__).parent.parent / link).exists()] == []
