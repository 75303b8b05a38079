"""A folder as a target: what a whole publication mends and removes, and that the newest revision stays."""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path

import brotli

from bot.domain.page import RESERVED_SLUGS
from bot.status_page.rendered import RenderedFile
from bot.status_page.targets.folder import FolderTarget
from bot.status_page.targets.layout import Written, is_ours

HTML = "text/html; charset=utf-8"
LONG = "<p>Everything works.</p>" * 20


def site(front: str = "<h1>All good</h1>", **incidents: str) -> dict[str, RenderedFile]:
    pages = {"": front, "history": "<h1>History</h1>", **{f"incidents/{id}": text for id, text in incidents.items()}}
    return {path: RenderedFile(HTML, text.encode()) for path, text in pages.items()}


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


async def test_only_what_changed_is_written(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", site(one="<h1>One</h1>"), is_first=False, revision=1)
    history = (tmp_path / "acme/history/index.html").stat()

    written = await target.write("acme", site("<h1>An outage</h1>", one="<h1>One</h1>"), is_first=False, revision=2)

    assert written == Written(written=1)
    assert (tmp_path / "acme/index.html").read_text() == "<h1>An outage</h1>"
    assert (tmp_path / "acme/history/index.html").stat() == history


async def test_beside_a_file_stand_its_compressed_ones(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", site(LONG), is_first=False)

    assert gzip.decompress((tmp_path / "acme/index.html.gz").read_bytes()) == LONG.encode()
    assert brotli.decompress((tmp_path / "acme/index.html.br").read_bytes()) == LONG.encode()


async def test_a_file_that_does_not_gain_by_compression_has_no_old_ones_beside_it(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", site(LONG), is_first=False)

    await target.write("acme", site("<h1>Short</h1>"), is_first=False)

    assert not (tmp_path / "acme/index.html.gz").exists()
    assert not (tmp_path / "acme/index.html.br").exists()


async def test_an_older_revision_never_replaces_a_newer_one(tmp_path: Path) -> None:
    await FolderTarget("folder", tmp_path).write("acme", site("<h1>Newer</h1>"), is_first=True, revision=7)

    late = await FolderTarget("folder", tmp_path).write("acme", site("<h1>Older</h1>"), is_first=True, revision=6)

    assert late == Written(is_outdated=True)
    assert (tmp_path / "acme/index.html").read_text() == (tmp_path / "index.html").read_text() == "<h1>Newer</h1>"


async def test_of_many_writers_at_once_the_newest_stays(tmp_path: Path) -> None:
    await asyncio.gather(
        *(
            FolderTarget("folder", tmp_path).write("acme", site(f"<h1>{each}</h1>"), is_first=False, revision=each)
            for each in (4, 2, 9, 1, 7, 3)
        )
    )

    assert (tmp_path / "acme/index.html").read_text() == "<h1>9</h1>"


async def test_a_backup_that_came_back_is_put_in_place_by_force(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", site("<h1>Newer</h1>"), is_first=False, revision=7)

    await target.write("acme", site("<h1>Backup</h1>"), is_first=False, revision=5, whole=True, force=True)
    await target.write("acme", site("<h1>Next</h1>"), is_first=False, revision=6)

    assert (tmp_path / "acme/index.html").read_text() == "<h1>Next</h1>"


async def test_a_whole_publication_mends_drift_and_removes_strays_and_nothing_else(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", site(LONG, one=LONG), is_first=True, revision=1)
    before = names(tmp_path)
    (tmp_path / "acme/index.html").write_text("<h1>Defaced</h1>")
    (tmp_path / "history/index.html").unlink()
    strays = ["acme/incidents/old/index.html", "acme/what-is-this", "incidents/old/index.html", "history/1999-01.gz"]
    foreign = ["CNAME", "other/index.html", ".well-known/security.txt"]
    for name in (*strays, *foreign):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Nobody knows")

    written = await target.write("acme", site(LONG, one=LONG), is_first=True, revision=1, whole=True)

    assert written == Written(written=2, removed=4)
    assert names(tmp_path) == sorted([*before, *foreign])
    assert (tmp_path / "acme/index.html").read_text() == LONG


async def test_what_is_gone_is_removed_with_its_compressed_ones(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", site(one=LONG), is_first=True, revision=1)

    written = await target.write("acme", site(), is_first=True, gone=["incidents/one"], revision=2)

    assert written == Written(removed=6)
    assert not any("one" in name for name in names(tmp_path))


def test_what_is_taken_away_at_the_root_is_in_no_page_s_own_folder() -> None:
    words = {word for path in Path("bot/status_page").rglob("*.py") for word in re.findall(r"[a-z]+", path.read_text())}
    assert "incidents" in words
    for slug in words - RESERVED_SLUGS:
        for name in ("index.html", "v2/index.html", "a/index.html"):
            assert not is_ours(f"{slug}/{name}", at_root=True), slug
