"""What can't be used is refused by its name, and no secret in it is repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line.conftest import CommandLine

AWAY = "postgresql+asyncpg://ada:hush@127.0.0.1:1/stormlamp"


@pytest.mark.parametrize(
    ("name", "value", "command"),
    [
        ("DATABASE_URL", AWAY, "migrate"),
        ("DATABASE_URL", "postgresql://ada:hush@127.0.0.1:port/stormlamp", "page list"),
        ("DATABASE_URL", "postgresql://ada:half@hush@127.0.0.1:1/stormlamp", "page list"),
        ("SLACK_BOT_TOKEN_FILE", "xoxb-hush", "page list"),
        ("DATABASE_URL", "mysql://ada:hush@127.0.0.1/stormlamp", "page list"),
        ("DATABASE_URL", "ada:hush@127.0.0.1", "page list"),
        ("SLACK_BOT_TOKEN", "xoxp-hush", "run"),
        ("SLACK_APP_TOKEN", "hush hush", "run"),
        ("SLACK_SIGNING_SECRET", "hush!", "run"),
        ("STORMLAMP_PUBLISH_TO", "az://container/prefix?sv=1&sig=hush", "publish"),
        ("STORMLAMP_PUBLISH_TO", "s3://AKIA:hush@bucket/prefix", "publish"),
        ("STORMLAMP_PUBLISH_TO", "s3://AKIA:hush@/prefix", "publish"),
        ("STORMLAMP_PUBLISH_TO", "https://ada:hush@127.0.0.1/?key=hush#hush", "publish"),
        ("STORMLAMP_PUBLISH_TO", "file://ada:hush@host/var/www", "publish"),
        ("STORMLAMP_PUBLISH_TO", "s3://[hush/prefix", "publish"),
    ],
)
def test_a_refusal_repeats_no_secret(
    stormlamp: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str, value: str, command: str
) -> None:
    for other in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(other, {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}.get(other, "0" * 32))
    monkeypatch.setenv(name, value)

    sentence = stormlamp.refused(*command.split())

    assert name in sentence or "database" in sentence
    assert "hush" not in sentence


def test_a_database_that_is_away_is_named(stormlamp: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", AWAY)

    assert stormlamp.refused("page", "list") == (
        "The database does not answer. Try again in a moment. DATABASE_URL names 127.0.0.1:1/stormlamp."
    )


def test_nor_does_what_doctor_finds(stormlamp: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", AWAY)

    answer = stormlamp("doctor")

    assert answer.out.startswith("NOT  Database: The database does not answer.")
    assert "hush" not in answer.out + answer.err


@pytest.mark.parametrize("url", [AWAY, "mysql://ada:hush@127.0.0.1/x", "ada:hush@127.0.0.1"])
def test_nor_does_the_refusal_of_an_argument(stormlamp: CommandLine, url: str) -> None:
    stormlamp.done("migrate")

    assert "hush" not in stormlamp.refused("copy", "--to", url)


def test_nor_does_that_of_a_secret_s_file(
    stormlamp: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "url").write_bytes(b"postgresql://ada:hush@127.0.0.1/\xff")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))

    assert stormlamp.refused("doctor").endswith("which is not text. Write the secret alone into it.")


def test_nor_do_the_findings_about_an_endpoint_of_an_object_store(
    stormlamp: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stormlamp.done("page", "create", "acme", "--name", "Acme")
    for name, value in {
        "AWS_ENDPOINT_URL": "http://ada:hush@127.0.0.1:1",
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": "hush",
        "STORMLAMP_PUBLISH_TO": "s3://bucket",
    }.items():
        monkeypatch.setenv(name, value)

    answer = stormlamp("publish")

    assert "failed" in answer.out
    assert "hush" not in answer.out + answer.err


def test_a_secret_in_the_place_of_its_file_is_called_that(
    stormlamp: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_URL_FILE", AWAY)

    assert stormlamp.refused("page", "list") == (
        "DATABASE_URL_FILE holds the secret itself. Write that into a file, and name the file."
    )
