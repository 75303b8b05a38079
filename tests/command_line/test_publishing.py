"""`stormlamp publish`: the whole publication, to every target, with what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line.conftest import CommandLine


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "public"
    monkeypatch.setenv("STORMLAMP_PUBLISH_TO", f"file://{folder}")
    return folder


def test_every_page_is_put_into_every_target(stormlamp: CommandLine, folder: Path) -> None:
    stormlamp("page", "create", "acme", "--name", "Acme")
    stormlamp("page", "create", "beta", "--name", "Beta")
    stormlamp("incident", "declare", "--page", "acme", "--title", "All is slow", "--message", "We look into it.")

    answer = stormlamp("publish")

    assert answer.exit_code == 0
    assert [line.rpartition(": ")[0] for line in answer.out.splitlines()] == [
        f"acme → file://{folder}",
        f"beta → file://{folder}",
    ]
    assert "All is slow" in (folder / "index.html").read_text()
    assert len(list((folder / "acme" / "incidents").iterdir())) == 1
    assert "Beta" in (folder / "beta" / "index.html").read_text()


def test_what_is_right_is_left_alone_and_what_is_not_is_mended(stormlamp: CommandLine, folder: Path) -> None:
    stormlamp("page", "create", "acme", "--name", "Acme")
    stormlamp("publish")
    assert stormlamp("publish").out.rstrip().endswith("all was right.")
    (folder / "acme" / "index.html").write_text("Defaced")
    (folder / "acme" / "stray.html").write_text("Stray")

    answer = stormlamp("publish")

    assert answer.out.rstrip().endswith("1 files written, 1 removed.")
    assert "Acme" in (folder / "acme" / "index.html").read_text()
    assert not (folder / "acme" / "stray.html").exists()


def test_a_target_that_fails_is_named_and_the_others_get_the_page(
    stormlamp: CommandLine, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stormlamp("page", "create", "acme", "--name", "Acme")
    full = tmp_path / "full"
    (full / "acme").mkdir(parents=True)
    (full / "acme" / "index.html").mkdir()
    monkeypatch.setenv("STORMLAMP_PUBLISH_TO", f"file://{full},file://{folder}")

    answer = stormlamp("publish")

    assert answer.exit_code == 1
    assert f"acme → file://{full}: failed. " in answer.out
    assert (folder / "acme" / "index.html").exists()


def test_a_restored_database_needs_force(stormlamp: CommandLine, folder: Path) -> None:
    stormlamp("page", "create", "acme", "--name", "Acme")
    stormlamp("publish")
    (folder / ".stormlamp-acme").write_text("999")

    refused = stormlamp("publish")
    forced = stormlamp("publish", "--force")

    assert (refused.exit_code, forced.exit_code) == (1, 0)
    assert "--force" in refused.out


def test_without_a_target_there_is_nothing_to_publish_to(stormlamp: CommandLine) -> None:
    answer = stormlamp("publish")

    assert answer.exit_code == 2
    assert "STORMLAMP_PUBLISH_TO" in answer.err
