"""The rendered pages that the web server holds in memory; old parts are fetched when somebody asks for them."""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field

from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import Representation, represent

#: Renders one file of the archive; None where there is no such part. Arguments: slug, path, base path.
Source = Callable[[str, str, str], Awaitable[Mapping[str, RenderedFile] | None]]

_ARCHIVED = re.compile(r"incidents/[0-9a-z]{12}|history/\d{4}-\d{2}")
_ARCHIVE_SIZE = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """A page at one address: `base_path` begins and ends with a slash."""

    slug: str
    base_path: str


@dataclass(slots=True)
class _Shelf:
    fixed: dict[str, Representation] = field(default_factory=dict)
    archive: OrderedDict[str, Representation] = field(default_factory=OrderedDict)

    def put(self, path: str, representation: Representation) -> None:
        if not _ARCHIVED.fullmatch(path):
            self.fixed[path] = representation
            return
        self.archive[path] = representation
        self.archive.move_to_end(path)
        if len(self.archive) > _ARCHIVE_SIZE:
            self.archive.popitem(last=False)


class RenderedPages:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._shelves: dict[Place, _Shelf] = {}
        self._loading: dict[tuple[Place, str], asyncio.Task[Representation | None]] = {}
        self._hosts: dict[str, Place] = {}
        self._slugs: dict[str, Place] = {}
        self._first: Place | None = None
        self._listeners: list[Callable[[Place], None]] = []
        self._confirmed_at: float | None = None

    def tell(self, listener: Callable[[Place], None]) -> None:
        """From now on it is called with every place whose files were put."""
        self._listeners.append(listener)

    def confirm(self) -> None:
        """What is held here is what the public should see now."""
        self._confirmed_at = time.monotonic()

    @property
    def age(self) -> float | None:
        """Seconds since it was known that what is held here is the newest; None where it never was."""
        return None if self._confirmed_at is None else time.monotonic() - self._confirmed_at

    def put(self, place: Place, files: Mapping[str, RenderedFile], *, whole: bool, gone: Collection[str] = ()) -> None:
        """From now on these are served, and nothing at the paths that are `gone`.

        With `whole`, nothing that was rendered before is served.
        """
        representations = {path: represent(file) for path, file in files.items()}
        shelf = _Shelf() if whole else self._shelves.get(place, _Shelf())
        for path, representation in representations.items():
            shelf.put(path, representation)
        for path in gone:
            shelf.archive.pop(path, None)
        self._shelves[place] = shelf
        for key in [key for key in self._loading if key[0] == place and (whole or key[1] in files or key[1] in gone)]:
            # What is being loaded may be older than what has just been put.
            del self._loading[key]
        for listener in self._listeners:
            listener(place)

    def address(self, *, first: Place | None, slugs: Mapping[str, Place], hosts: Mapping[str, Place]) -> None:
        """Where pages answer: the first one at the root, each under its slug, some at a host of their own."""
        self._first, self._slugs, self._hosts = first, dict(slugs), dict(hosts)
        named = {*self._slugs.values(), *self._hosts.values()}
        for place in self._shelves.keys() - named:
            del self._shelves[place]

    @property
    def is_ready(self) -> bool:
        """Whether every page that has an address can be served."""
        return self._first is not None and all(place in self._shelves for place in self._slugs.values())

    def locate(self, host: str, path: str) -> tuple[Place, str] | None:
        """The place that answers a request, and the path below its base, without slashes at its ends."""
        own = self._hosts.get(host) or self._hosts.get(host.partition(":")[0])
        if own is not None and f"{path}/".startswith(own.base_path):
            return own, path[len(own.base_path) :].strip("/")
        slug, _, rest = path.strip("/").partition("/")
        if slug in self._slugs:
            return self._slugs[slug], rest
        if own is not None:
            return own, path.strip("/")
        return None if self._first is None else (self._first, path.strip("/"))

    def at_hand(self, place: Place, path: str) -> Representation | None:
        """What can be had without waiting; None says nothing about whether there is such a file."""
        shelf = self._shelves.get(place)
        return None if shelf is None else shelf.fixed.get(path)

    async def get(self, place: Place, path: str) -> Representation | None:
        """None where there is no such file. Raises what the source raises."""
        shelf = self._shelves.get(place)
        if shelf is None:
            return None
        if path in shelf.archive:
            shelf.archive.move_to_end(path)
            return shelf.archive[path]
        if path in shelf.fixed or not _ARCHIVED.fullmatch(path):
            return shelf.fixed.get(path)
        key = (place, path)
        task = self._loading.get(key)
        if task is None:
            task = self._loading[key] = asyncio.create_task(self._load(place, path))
        # Many may ask at once: one loads, and one of them leaving must not end it for the others.
        return await asyncio.shield(task)

    async def _load(self, place: Place, path: str) -> Representation | None:
        key, task = (place, path), asyncio.current_task()
        try:
            files = await self._source(place.slug, path, place.base_path)
            if files is None or path not in files:
                return None
            representation = represent(files[path])
            if self._loading.get(key) is task and place in self._shelves:
                self._shelves[place].put(path, representation)
            return representation
        finally:
            if self._loading.get(key) is task:
                del self._loading[key]
