"""What a publication costs after one update, however much history there is and however many pages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import httpx

from bot.delivery.addresses import Addresses
from bot.delivery.publication import note_published
from bot.delivery.publishing import publish
from bot.delivery.server_follower import ServerFollower
from bot.domain.component import ComponentStatus
from bot.domain.incident import Incident, IncidentId
from bot.domain.page import Page
from bot.status_page.preview import scenes
from bot.status_page.renderer import render_front, render_incident
from bot.status_page.server import PageServer
from bot.status_page.targets.folder import FolderTarget
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.change_incident import Draft
from bot.use_cases.clock import utc_now
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.post_update import PostUpdate
from bot.use_cases.take_snapshot import TakeSnapshot
from storage.database import Database
from storage.repositories.publications import SERVER
from tests.benchmarks.history import add_history, add_page
from tests.benchmarks.table import Row, milliseconds, percentile, ratio

_LITTLE, _MUCH = 100, 100_000
_PAGES = 50
_ROUNDS = 40
_PERMALINKS = 25
_RENDERS = 20


async def run() -> list[Row]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        little = await _World.filled(folder / "little", incidents=_LITTLE)
        much = await _World.filled(folder / "much", incidents=_MUCH)
        many = await _World.filled(folder / "many", incidents=_LITTLE, pages=_PAGES)
        # In turns, so that what else the machine does falls on all alike.
        for number in range(_ROUNDS):
            for world in (little, much, many):
                await world.update(f"This is update number {number}.")
        answering = [await world.old_permalinks() for world in (little, much)]
        for world in (little, much, many):
            await world.database.close()
    return [
        Row(f"a publication with {_LITTLE} incidents", milliseconds(little.total), little.parts),
        Row(f"with {_MUCH:,} incidents", milliseconds(much.total), f"{_beside(much, little)}: {much.parts}"),
        Row(f"with {_PAGES} pages", milliseconds(many.total), f"{_beside(many, little)}: {many.parts}"),
        *(
            Row(f"old permalinks of {size:,} that answer", f"{found} of {_PERMALINKS}", f"{milliseconds(each)} each")
            for size, (found, each) in zip((_LITTLE, _MUCH), answering, strict=True)
        ),
        Row("300 components, rendered", milliseconds(_render_time()), f"median of {_RENDERS}, the first left out"),
    ]


def _beside(world: _World, other: _World) -> str:
    return ratio(world.total, other.total, "that")


def _render_time() -> float:
    part = scenes.three_hundred_components()
    times = []
    for revision in range(_RENDERS + 1):
        started = time.perf_counter()
        render_front(part.model_copy(update={"revision": revision}), base_path="/acme/")
        times.append(time.perf_counter() - started)
    return percentile(times[1:], 50)


@dataclass
class _World:
    """A database, what the web server keeps and a folder beside it."""

    database: Database
    page: Page
    incident: Incident
    follower: ServerFollower
    take_snapshot: TakeSnapshot
    addresses: Addresses
    target: FolderTarget
    folder: Path
    old: Sequence[str]
    times: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    async def filled(cls, folder: Path, *, incidents: int, pages: int = 1) -> Self:
        await asyncio.to_thread(folder.mkdir)
        database = Database(f"sqlite+aiosqlite:///{folder}/bench.db")
        await database.migrate()
        page, components = await add_page(database, "acme")
        for number in range(1, pages):
            await add_page(database, f"acme-{number}")
        old = await add_history(database, page, components, incidents)
        declaration = Declaration(
            page_id=page.id,
            title="Website loading slowly",
            message="We are looking into it.",
            components={each.id: ComponentStatus.DEGRADED_PERFORMANCE for each in components[:3]},
        )
        incident = await DeclareIncident(database, utc_now, Responders())(
            declaration, actor=OPERATOR, origin=COMMAND_LINE
        )
        addresses = Addresses("http://127.0.0.1")
        take_snapshot = TakeSnapshot(database, utc_now, addresses.url_of)
        target = FolderTarget("folder", folder / "status")
        follower = ServerFollower(database, take_snapshot, addresses, (SERVER, target.name), utc_now)
        await follower.catch_up()
        await follower.note()
        world = cls(
            database=database,
            page=page,
            incident=incident,
            follower=follower,
            take_snapshot=take_snapshot,
            addresses=addresses,
            target=target,
            folder=folder / "status",
            old=old[:: max(1, incidents // _PERMALINKS)][:_PERMALINKS],
        )
        await world._publish_first()
        return world

    async def _publish_first(self) -> None:
        """Of the archive only what is asked for later on: nobody waits for all of it here."""
        snapshot = await self.take_snapshot(self.page.id, since=0, archive=False)
        await publish(snapshot, self.target, self.addresses, is_first=True)
        for id in self.old:
            part = await self.take_snapshot.incident("acme", IncidentId(id))
            assert part is not None
            await self.target.write("acme", render_incident(part, base_path="/acme/"), is_first=True)
        self.page = snapshot.page

    async def update(self, message: str) -> None:
        draft = Draft(number=self.incident.number, message=message)
        await PostUpdate(self.database, utc_now, Responders())(draft, actor=OPERATOR, origin=COMMAND_LINE)
        started = time.perf_counter()
        await self.follower.catch_up()
        await self.follower.note()
        self._took("server", started)

        started = time.perf_counter()
        snapshot = await self.take_snapshot(self.page.id, since=self.page.revision, archive=True)
        self._took("queries", started)
        started = time.perf_counter()
        await publish(snapshot, self.target, self.addresses, is_first=True)
        self._took("folder", started)
        started = time.perf_counter()
        async with self.database.writing() as uow:
            await note_published(uow, snapshot.page, self.target.name, now=utc_now())
        self._took("note", started)
        self.page = snapshot.page

    async def old_permalinks(self) -> tuple[int, float]:
        """How many answer from the server and stand in the folder, and how long the server took for one."""
        found, times = 0, []
        transport = httpx.ASGITransport(PageServer(self.follower.pages))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as public:
            for id in self.old:
                started = time.perf_counter()
                answer = await public.get(f"/acme/incidents/{id}")
                times.append(time.perf_counter() - started)
                stands = await asyncio.to_thread((self.folder / f"acme/incidents/{id}/index.html").is_file)
                found += answer.status_code == 200 and stands
        return found, percentile(times, 50)

    def _took(self, part: str, started: float) -> None:
        self.times.setdefault(part, []).append(time.perf_counter() - started)

    @property
    def total(self) -> float:
        return percentile([sum(each) for each in zip(*self.times.values(), strict=True)], 50)

    @property
    def parts(self) -> str:
        return ", ".join(f"{name} {percentile(times, 50) * 1000:.1f}" for name, times in self.times.items())
