"""An open page is told of what a responder does, while it is being done."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

from tests.journeys.stage import staged
from tests.public_page import reader


async def told(lines: AsyncIterator[str]) -> None:
    """When the stream's next event says that there is something new."""
    previous = ""
    async with asyncio.timeout(5):
        async for line in lines:
            if line.startswith("data: ") and previous != "event: confirmed":
                return
            previous = line


async def test_an_open_page_is_told_of_an_incident_and_finds_it_there(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.page_shows(lambda html: "All Systems Operational" in html)
        async with stage.public.stream("GET", "/acme/events") as stream:
            lines = stream.aiter_lines()
            await told(lines)

            declaring = asyncio.create_task(stage.declare("Website loading slowly"))
            # Whoever looks again at each event, and only then, sees it.
            while "Website loading slowly" not in (await stage.public.get("/acme/")).text:
                await told(lines)
            await declaring


async def test_a_stop_ends_within_five_seconds_with_pages_open(tmp_path: Path) -> None:
    async with reader() as public:
        async with staged(tmp_path) as stage:
            await stage.page_shows(lambda html: True)
            request = public.build_request("GET", f"{stage.application.url}/acme/events")
            opened = [await public.send(request, stream=True) for _ in range(5)]
            began = time.monotonic()
        seconds = time.monotonic() - began

        assert {answer.status_code for answer in opened} == {200}
        assert seconds < 5
