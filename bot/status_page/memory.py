"""The rendered pages that the web server holds in memory; old parts are fetched when somebody asks for them."""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field

from bot.domain.errors import TryAgain
from bot.status_page.answers import Answer
from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import Representation, represent

#: Renders one file of the archive; None where there is no such part. Arguments: slug, path, base path.
Source = Callable[[str, str, str], Awaitable[Mapping[str, RenderedFile] | None]]

#: Renders a page in another language than its own. Arguments: slug, path, base path, language, the query of its links.
Translate = Callable[[str, str, str, str, str], Awaitable[RenderedFile | None]]

_ARCHIVED = re.compile(r"incidents/[0-9a-z]{12}|history/\d{4}-\d{2}")
_ARCHIVE_SIZE = 1_000
_TRANSLATED_SIZE = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A page at one address: `base_path` begins and ends with a slash."""

    slug: str
    base_path: str


@dataclass(slots=True)
class _Shelf:
    fixed: dict[str, Representation] = field(default_factory=dict)
    archive: OrderedDict[str, Representation] = field(default_factory=OrderedDict)
    translated: OrderedDict[tuple[str, str, str], Representation] = field(default_factory=OrderedDict)
    """By path, language and the query of its links; only what is as new as the rest."""
    translating: dict[tuple[str, str, str], asyncio.Task[Representation | None]] = field(default_factory=dict)

    def put(self, path: str, representation: Representation) -> None:
        if not _ARCHIVED.fullmatch(path):
            self.fixed[path] = representation
            return
        self.archive[path] = representation
        self.archive.move_to_end(path)
        if len(self.archive) > _ARCHIVE_SIZE:
            self.archive.popitem(last=False)

    def put_translated(self, key: tuple[str, str, str], representation: Representation) -> None:
        self.translated[key] = representation
        self.translated.move_to_end(key)
        if len(self.translated) > _TRANSLATED_SIZE:
            self.translated.popitem(last=False)


class RenderedPages:
    def __init__(self, source: Source, translate: Translate | None = None) -> None:
        """Without `translate`, each page is there in its own language alone."""
        self._source = source
        self._translate = translate
        self._shelves: dict[Place, _Shelf] = {}
        self._loading: dict[tuple[Place, str], asyncio.Task[Representation | None]] = {}
        self._hosts: dict[str, Place] = {}
        self._slugs: dict[str, Place] = {}
        self._first: Place | None = None
        self._listeners: list[Callable[[Place], None]] = []
        self._confirmed_at: float | None = None
        self.answers: dict[bytes, Answer] = {}
        """To requests as they came in, byte by byte, until anything is put or addressed anew."""

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

    def put(
        self, place: Place, files: Mapping[str, Representation], *, whole: bool, gone: Collection[str] = ()
    ) -> None:
        """From now on these are served, and nothing at the paths that are `gone`.

        With `whole`, nothing that was rendered before is served.
        """
        self.answers.clear()
        shelf = _Shelf() if whole else self._shelves.get(place, _Shelf())
        shelf.translated.clear()
        shelf.translating.clear()
        for path, representation in files.items():
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
        self.answers.clear()
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

    def at_hand(self, place: Place, path: str, language: str | None = None) -> Representation | None:
        """What can be had without waiting; None says nothing about whether there is such a file."""
        shelf = self._shelves.get(place)
        if shelf is None:
            return None
        own = shelf.fixed.get(path)
        if own is None or self._speaks(own, language):
            return own
        return shelf.translated.get((path, language or "", ""))

    def _speaks(self, own: Representation, language: str | None) -> bool:
        """Whether it is in that language already, or can be had in no other."""
        return language is None or self._translate is None or own.language in {"", language}

    async def get_in(self, place: Place, path: str, language: str | None, asked: str = "") -> Representation | None:
        """As `get`, in that language; in the page's own where that can't be made now. `asked`: the query of its links.

        Raises what the source raises.
        """
        own = await self.get(place, path)
        if own is None or language is None or (self._speaks(own, language) and not (asked and own.language)):
            return own
        shelf, key = self._shelves.get(place), (path, language, asked)
        if shelf is None or self._translate is None:
            return own
        if key in shelf.translated:
            shelf.translated.move_to_end(key)
            return shelf.translated[key]
        task = shelf.translating.get(key)
        if task is None:
            task = shelf.translating[key] = asyncio.create_task(self._load_translated(place, shelf, key))
        try:
            # As in `get`: all who ask after a change wait for one rendering.
            return await asyncio.shield(task) or own
        except TryAgain:
            return own

    async def _load_translated(self, place: Place, shelf: _Shelf, key: tuple[str, str, str]) -> Representation | None:
        path, language, asked = key
        task = asyncio.current_task()
        try:
            file = self._translate and await self._translate(place.slug, path, place.base_path, language, asked)
            if file is None:
                return None
            representation = await asyncio.to_thread(represent, file)
            if shelf.translating.get(key) is task:
                shelf.put_translated(key, representation)
            return representation
        finally:
            if shelf.translating.get(key) is task:
                del shelf.translating[key]

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
            representation = await asyncio.to_thread(represent, files[path])
            if self._loading.get(key) is task and place in self._shelves:
                self._shelves[place].put(path, representation)
            return representation
        finally:
            if self._loading.get(key) is task:
                del self._loading[key]
