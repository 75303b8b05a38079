"""Whatever is internal carries a word that the public must read nowhere: not on any target, nor while it changes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import obstore
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from bot.domain.incident import Author, Incident
from bot.domain.note import Note
from bot.use_cases.actor import Actor, ActorKind, Admins, Responders
from bot.use_cases.cancel_incident import CancelIncident
from bot.use_cases.change_incident import Draft
from bot.use_cases.clock import utc_now
from bot.use_cases.correct_update import CorrectUpdate
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.find_pages import FindPages
from bot.use_cases.hand_over import HandOver
from bot.use_cases.keep_ready_message import KeepReadyMessage
from bot.use_cases.note_incident import NoteIncident
from bot.use_cases.origin import Origin
from bot.use_cases.post_update import PostUpdate
from bot.use_cases.publish_incident import PublishIncident
from bot.use_cases.retract_update import RetractUpdate
from bot.use_cases.take_lead import TakeLead
from storage.database import Database
from tests.journeys.stage import Stage, staged

WORD, LAST = "zebra", "The last word, for everybody."
ZOE = Actor(kind=ActorKind.MEMBER, name="zebra-zoe", slack_id="U0ZEBRA", is_admin=True)
FROM_SLACK = Origin(channel="C0ZEBRA", source="https://zebra.slack.com/archives/C0ZEBRA/p1")


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {"ENDPOINT_URL": f"http://{host}:{port}", "REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "any")
    httpx.put(f"http://{host}:{port}/bucket")
    yield f"http://{host}:{port}"
    server.stop()


class Newsroom:
    """Everybody who writes something internal, by the name of Zoe."""

    def __init__(self, database: Database, page_id: Any) -> None:
        self._database = database
        self._page_id = page_id
        self._by_zoe: dict[str, Any] = {"actor": ZOE, "origin": FROM_SLACK}

    async def declare(self, title: str, message: str, *, is_internal: bool = False) -> Incident:
        declaration = Declaration(page_id=self._page_id, title=title, message=message, is_internal=is_internal)
        declared: Incident = await self._act(DeclareIncident)(declaration, **self._by_zoe)
        return declared

    async def post(self, incident: Incident, message: str, *, publishes: bool = False) -> None:
        verb = PublishIncident if publishes else PostUpdate
        await self._act(verb)(Draft(number=incident.number, message=message), **self._by_zoe)

    async def write_everything_internal(self) -> None:
        kept = await self.declare("zebra-title", "zebra-message", is_internal=True)
        await self.post(kept, "zebra-update")

        published = await self.declare("Published later", "zebra-message", is_internal=True)
        await self.post(published, "Now it is public.", publishes=True)

        mended = await self.declare("Set right", "zebra-typo")
        await self._act(CorrectUpdate)(mended.number, 1, "Without the typo.", **self._by_zoe)
        await self.post(mended, "zebra-mistake")
        await self._act(RetractUpdate)(mended.number, 2, **self._by_zoe)

        mistaken = await self.declare("zebra-alarm", "zebra-alarm-message")
        await self._act(CancelIncident)(mistaken.number, "zebra-reason", **self._by_zoe)

        for incident in (kept, published, mended, mistaken):
            note = partial(Note, incident_number=incident.number, at=utc_now())
            written = note(text="zebra-note", author=Author(name=ZOE.name, slack_id=ZOE.slack_id))
            pinned = note(
                text="zebra-pin", author=written.author, channel="C0ZEBRA", ts="1.2", permalink=FROM_SLACK.source
            )
            for each in (written, pinned):
                await self._act(NoteIncident).add(each, **self._by_zoe)
        for incident in (kept, published, mended):
            await self._act(TakeLead)(incident.number, ZOE, **self._by_zoe)
            await self._act(HandOver)(incident.number, ZOE, **self._by_zoe)
        keep = KeepReadyMessage(self._database, utc_now, Admins())
        await keep("acme", "zebra-ready", "zebra-ready-text", **self._by_zoe)

    def _act(self, verb: Any) -> Any:
        return verb(self._database, utc_now, Responders())


async def everywhere(stage: Stage, page_id: Any) -> None:
    """Until every target has the newest revision."""
    database = stage.application.database
    while True:
        seen = database.changes.count
        async with database.reading() as uow:
            newest = (await uow.pages.get(page_id)).revision
            behind = [each for each in await uow.publications.of_page(page_id) if each.revision < newest]
        if not behind:
            return
        await database.changes.wait_beyond(seen, seconds=5)


@contextlib.asynccontextmanager
async def watched(stage: Stage) -> AsyncIterator[list[str]]:
    """What the page's event stream says meanwhile."""
    lines: list[str] = []

    async def read(stream: httpx.Response) -> None:
        async for line in stream.aiter_lines():
            lines.append(line)  # noqa: PERF401 an endless stream gives no list

    async with stage.public.stream("GET", "/acme/events") as stream:
        reading = asyncio.create_task(read(stream))
        yield lines
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def test_no_internal_word_is_on_any_target_in_the_api_the_feeds_or_the_event_stream(
    tmp_path: Path, s3: str
) -> None:
    folder = tmp_path / "status"
    async with staged(tmp_path, publish_to=[folder.as_uri(), "s3://bucket"]) as stage:
        page_id = (await FindPages(stage.application.database).by_slug("acme")).page.id
        newsroom = Newsroom(stage.application.database, page_id)
        await stage.page_shows(lambda html: "Acme" in html)
        async with watched(stage) as events:
            await newsroom.write_everything_internal()
            await newsroom.declare("Public", LAST)
            await stage.page_shows(lambda html: LAST in html)
        await everywhere(stage, page_id)

        files = {path.relative_to(folder / "acme").as_posix(): path.read_bytes() for path in _files(folder / "acme")}
        store = S3Store("bucket", endpoint=s3, client_options={"allow_http": True})
        keys = [each["path"] async for batch in obstore.list(store) for each in batch]
        objects = {key: bytes(await (await obstore.get_async(store, key)).bytes_async()) for key in keys}
        answers = {path: (await stage.public.get(f"/acme/{path}")).content for path in map(_address, files)}

    for public in (files, objects, answers):
        assert any(LAST.encode() in body for body in public.values())
        assert [path for path, body in public.items() if WORD in f"{path}{body!r}".lower()] == []
    assert any(line.startswith("data:") for line in events)
    assert [line for line in events if WORD in line.lower()] == []


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".br", ".gz"}]


def _address(file: str) -> str:
    return file.removesuffix("index.html").strip("/")
