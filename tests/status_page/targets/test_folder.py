"""A folder's files: each is whole or not there, in an order that never misleads, and none is outside."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.errors import Invalid
from bot.status_page.rendered import RenderedFile
from bot.status_page.targets.folder import FolderTarget
from bot.status_page.targets.target import parse_target, parse_targets
from tests.full_disk import nothing_written
from tests.status_page.targets.test_folder_publication import names

HTML = "text/html; charset=utf-8"
OLD, NEW = b"<h1>Old</h1>" + b"o" * 200_000, b"<h1>New</h1>" + b"n" * 200_000


def front(body: bytes) -> dict[str, RenderedFile]:
    return {"": RenderedFile(HTML, body)}


async def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", front(OLD), is_first=False)
    seen: set[bytes] = set()
    finished = threading.Event()

    def read() -> None:
        while not finished.is_set():
            seen.add((tmp_path / "acme/index.html").read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for body in [NEW, OLD] * 10:
        await target.write("acme", front(body), is_first=False)
    finished.set()
    reader.join()
    assert seen <= {OLD, NEW}


async def test_who_has_a_file_open_reads_the_old_one_to_its_end(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", front(OLD), is_first=False)
    with open(tmp_path / "acme/index.html", "rb") as reader:  # noqa: ASYNC230 it stands for another program
        beginning = reader.read(10)
        await target.write("acme", front(NEW), is_first=False)
        assert beginning + reader.read() == OLD


async def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", front(b"<h1>Old</h1>"), is_first=False)
    before = names(tmp_path)
    (tmp_path / "acme/history").mkdir()
    (tmp_path / "acme/history/index.html").mkdir()  # no file can take its place
    files = {"history": RenderedFile(HTML, b"<h1>History</h1>"), **front(b"<h1>New</h1>")}
    with pytest.raises(OSError, match=r"index\.html"):
        await target.write("acme", files, is_first=False)
    assert (tmp_path / "acme/index.html").read_bytes() == b"<h1>Old</h1>"
    assert names(tmp_path) == before


async def test_the_front_page_is_written_last_and_after_the_api(tmp_path: Path) -> None:
    files = {
        "": RenderedFile(HTML, b"<h1>Front</h1>"),
        "api/v2/status.json": RenderedFile("application/json", b"{}"),
        "incidents/abc": RenderedFile(HTML, b"<h1>Incident</h1>"),
    }
    await FolderTarget("folder", tmp_path).write("acme", files, is_first=False)
    paths = ["incidents/abc/index.html", "api/v2/status.json", "index.html"]
    assert sorted(paths, key=lambda path: (tmp_path / "acme" / path).stat().st_mtime_ns) == paths


@pytest.mark.parametrize("mask", [0o022, 0o077])
async def test_another_user_s_web_server_can_read_the_files_and_folders(tmp_path: Path, mask: int) -> None:
    (tmp_path / "var").mkdir(0o711)
    site = tmp_path / "var/www/status"
    before = os.umask(mask)
    try:
        await FolderTarget("folder", site).write("acme", {"incidents/a": front(NEW)[""]}, is_first=False)
    finally:
        os.umask(before)

    made = [site.parent, site, *(path for path in site.rglob("*") if not path.name.startswith("."))]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()} == {0o755}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_file()} == {0o644}
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o711


async def test_the_first_page_stands_at_the_root_too(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", front(b"<h1>Acme</h1>"), is_first=True)
    await target.write("beta", front(b"<h1>Beta</h1>"), is_first=False)
    pages = [(tmp_path / path / "index.html").read_bytes() for path in (".", "acme", "beta")]
    assert pages == [b"<h1>Acme</h1>", b"<h1>Acme</h1>", b"<h1>Beta</h1>"]


@pytest.mark.parametrize("path", ["../../outside", "a/../../../outside", "/etc/outside", "link/outside"])
async def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "site/acme").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site/acme/link").symlink_to(tmp_path / "elsewhere")
    files = {path: RenderedFile("application/json", b"{}")}
    with pytest.raises(PermissionError):
        await FolderTarget("folder", tmp_path / "site").write("acme", files, is_first=False)
    assert [name for name in names(tmp_path) if "outside" in name] == []


async def test_a_slug_can_not_leave_the_folder_either(tmp_path: Path) -> None:
    with pytest.raises(OSError):  # noqa: PT011 whichever: it is not written
        await FolderTarget("folder", tmp_path / "site").write("../acme", front(b""), is_first=False)
    assert not (tmp_path / "acme").exists()


@pytest.mark.parametrize(
    "url", ["http://example.com/x", "file://host/var/www", "file://", "file:///", "/var/www", "ftp:///x"]
)
def test_a_url_that_names_no_folder_is_refused_by_its_setting(url: str) -> None:
    with pytest.raises(Invalid, match="STORMLAMP_PUBLISH_TO") as refused:
        parse_target(url)
    assert url in refused.value.message


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("")
    with pytest.raises(Invalid, match="which is a file"):
        parse_target(f"file://{tmp_path}/site")


async def test_a_folder_s_name_may_have_spaces(tmp_path: Path) -> None:
    target = parse_target(f"file://{tmp_path}/my%20site")
    await target.write("acme", front(b"<h1>Front</h1>"), is_first=False)
    assert (tmp_path / "my site/acme/index.html").exists()


async def test_a_folder_is_reached_before_it_is_there_and_not_where_a_file_stands(tmp_path: Path) -> None:
    await FolderTarget("folder", tmp_path / "a" / "b").reach()
    (tmp_path / "file").touch()

    with pytest.raises(OSError, match="is no folder"):
        await FolderTarget("folder", tmp_path / "file" / "b").reach()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.status_page.targets.folder._LOCKED_SECONDS", 0.2)
    monkeypatch.setattr("bot.status_page.targets.folder._LOOK_AGAIN_SECONDS", 0.01)


@contextlib.contextmanager
def another_writer(folder: Path) -> Iterator[None]:
    with (folder / ".stormlamp-acme").open("a") as note:
        fcntl.flock(note, fcntl.LOCK_EX)
        yield


@pytest.mark.usefixtures("impatient")
async def test_a_folder_that_another_one_writes_on_and_on_says_who_that_is(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    with another_writer(tmp_path), pytest.raises(OSError, match=f"acme is locked by process {os.getpid()}"):
        await target.write("acme", front(NEW), is_first=False)
    await target.write("acme", front(NEW), is_first=False)
    assert (tmp_path / "acme/index.html").read_bytes() == NEW


async def test_after_a_full_disk_an_older_writer_is_refused_as_before(tmp_path: Path) -> None:
    target = FolderTarget("folder", tmp_path)
    await target.write("acme", front(NEW), is_first=False, revision=100)
    with nothing_written(), pytest.raises(OSError, match="File too large"):
        await target.write("acme", front(b"newer"), is_first=False, revision=101)

    assert (await target.write("acme", front(b"older"), is_first=False, revision=99)).is_outdated

    await target.write("acme", front(b"older"), is_first=False, revision=9, force=True)
    assert (await target.write("acme", front(b"older"), is_first=False, revision=8)).is_outdated
    assert not (await target.write("acme", front(NEW), is_first=False, revision=10)).is_outdated


async def test_another_writer_is_waited_for_without_a_thread(tmp_path: Path) -> None:
    with another_writer(tmp_path):
        writing = asyncio.create_task(FolderTarget("folder", tmp_path).write("acme", front(NEW), is_first=False))
        await asyncio.wait({writing}, timeout=0.3)
        assert not writing.done()
        # With a thread that waits for the lock, this would never come back.
        await asyncio.wait_for(asyncio.get_running_loop().shutdown_default_executor(), 5)
        writing.cancel()


async def test_nobody_else_may_lock_a_folder(tmp_path: Path) -> None:
    (tmp_path / ".stormlamp-beta").touch(0o644)  # as it was once
    for slug in ("acme", "beta"):
        await FolderTarget("folder", tmp_path).write(slug, front(NEW), is_first=False)
        assert stat.S_IMODE((tmp_path / f".stormlamp-{slug}").stat().st_mode) == 0o600


async def test_what_stands_in_a_file_s_place_and_has_no_end_gives_way(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    os.mkfifo(tmp_path / "acme/index.html")
    await FolderTarget("folder", tmp_path).write("acme", front(NEW), is_first=False)
    assert (tmp_path / "acme/index.html").read_bytes() == NEW


@pytest.mark.parametrize(("first", "second"), [("site", "site/"), ("site", "site/inner"), ("site/inner", "site")])
def test_two_folders_of_which_one_is_in_the_other_are_refused(tmp_path: Path, first: str, second: str) -> None:
    with pytest.raises(Invalid, match="and one is in the other"):
        parse_targets([f"file://{tmp_path}/{first}", f"file://{tmp_path}/{second}"])
    assert len(parse_targets([f"file://{tmp_path}/site", f"file://{tmp_path}/site2"])) == 2
