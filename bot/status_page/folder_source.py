"""Serves pages from a folder that another process publishes to: without a database, and without the bot."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from bot.domain.errors import TryAgain
from bot.status_page.memory import Place, RenderedPages
from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import Representation, represent_all
from bot.status_page.targets.layout import HTML, content_type_of, is_inside
from bot.trouble_log import TroubleLog

_LOOK_SECONDS = 0.3
_ARCHIVES = {"incidents", "history"}
_SLUG = re.compile(r"[a-z0-9-]+")

#: What tells that a page was written: when its front page was, and its note, which is written each time.
_Stamp = tuple[int, int]


class FolderSource:
    """`folder` is what a `file://` target of STORMLAMP_PUBLISH_TO was, or a copy of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamps: dict[str, _Stamp] = {}
        self._places: dict[str, Place] = {}
        self._hosts: dict[str, Place] = {}
        self.pages = RenderedPages(self._load)

    async def run(self) -> None:
        """Until cancelled."""
        trouble = TroubleLog("folder_not_followed", over="folder_followed_again", folder=str(self._folder))
        while True:
            try:
                await self.catch_up()
                trouble.ended()
            except (OSError, ValueError) as error:
                # The last pages stay in memory and are served on.
                trouble.failed(str(error))
            await asyncio.sleep(_LOOK_SECONDS)

    async def catch_up(self) -> None:
        """Read every page that was written since. Raises OSError, and ValueError for what is no page of ours."""
        stamps = await asyncio.to_thread(self._look)
        for slug, stamp in stamps.items():
            if self._stamps.get(slug) != stamp:
                url, files = await asyncio.to_thread(self._read, slug)
                place = Place(slug, f"{urlsplit(url).path}/")
                self.pages.put(place, files, whole=True)
                self._places[slug], self._stamps[slug] = place, stamp
                if place.base_path != f"/{slug}/":
                    self._hosts[urlsplit(url).netloc.lower()] = place
        places = {slug: self._places[slug] for slug in stamps}
        self.pages.address(first=self._first(places), slugs=places, hosts=self._hosts)
        self.pages.confirm()

    def _look(self) -> dict[str, _Stamp]:
        return {
            slug: (_written_at(self._folder / slug / "index.html"), _written_at(self._folder / f".stormlamp-{slug}"))
            for slug in sorted(each.name for each in self._folder.iterdir() if _SLUG.fullmatch(each.name))
            if (self._folder / slug / "api" / "v2" / "status.json").exists()
            and (self._folder / slug / "index.html").exists()
        }

    def _first(self, places: Mapping[str, Place]) -> Place | None:
        """The page that stands at the root, too."""
        for slug, place in places.items():
            with contextlib.suppress(OSError):
                if (self._folder / "index.html").read_bytes() == (self._folder / slug / "index.html").read_bytes():
                    return place
        return next(iter(places.values()), None)

    def _read(self, slug: str) -> tuple[str, dict[str, Representation]]:
        """The page's address, and what its front page needs; the rest is read when somebody asks for it."""
        with _unwritten(self._folder / f".stormlamp-{slug}"):
            files = dict(self._files(self._folder / slug))
        return str(json.loads(files["api/v2/status.json"].body)["page"]["url"]), represent_all(files)

    def _files(self, root: Path) -> Iterator[tuple[str, RenderedFile]]:
        for top in root.iterdir():
            if top.name.startswith("."):
                continue
            if top.is_file():
                inside = [top]
            elif top.name in _ARCHIVES:
                inside = [top / "index.html"]
            else:
                inside = list(top.rglob("*"))
            for file in inside:
                content_type = content_type_of(file.name)
                if content_type is not None and file.is_file() and is_inside(file, self._folder):
                    yield _path_of(file.relative_to(root)), RenderedFile(content_type, file.read_bytes())

    async def _load(self, slug: str, path: str, _base_path: str) -> Mapping[str, RenderedFile] | None:
        try:
            body = await asyncio.to_thread(self._read_inside, self._folder / slug / path / "index.html")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise TryAgain("The folder can't be read now; try again in a moment.") from error
        return {path: RenderedFile(HTML, body)}

    def _read_inside(self, file: Path) -> bytes:
        """Raises OSError. A link may lead to what is not for the public: that is as if it were not there."""
        if not is_inside(file, self._folder):
            raise FileNotFoundError(file)
        return file.read_bytes()


@contextlib.contextmanager
def _unwritten(note: Path) -> Iterator[None]:
    """While nobody writes the page; a copy without notes was written before.

    The notes are the writer's alone. Another user reads without: what changes meanwhile, the next look finds.
    """
    try:
        handle = note.open("rb")
    except (FileNotFoundError, PermissionError):
        yield
        return
    with handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


def _written_at(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_mtime_ns
    return 0


def _path_of(name: PurePath) -> str:
    """The path that the file is the answer to."""
    return name.parent.as_posix().strip(".") if name.name == "index.html" else name.as_posix()
