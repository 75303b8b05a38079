"""The web server behind nginx, with the configuration that the documentation gives."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import represent_all
from bot.status_page.streams import EVENTS
from tests.public_page import reader
from tests.status_page.served import ACME, HTML, client, served
from tests.status_page.targets.behind_nginx import nginx_with

_OPERATIONS = Path(__file__).parents[2] / "docs/operations.md"


def configuration(work: Path, port: int) -> str:
    found = re.search(r"^```nginx\n(.*?)^```$", _OPERATIONS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert found
    return found[1].replace("/var/cache/stormlamp", f"{work}/cache").replace("127.0.0.1:8080", f"127.0.0.1:{port}")


async def test_a_page_is_served_on_from_its_cache_when_the_web_server_is_away(tmp_path: Path) -> None:
    async with (
        served() as page,
        nginx_with(configuration(tmp_path, page.address[1]), tmp_path, listens_on="443 ssl") as url,
        reader(url) as public,
    ):
        page.show(b"<h1>All good</h1>", history=b"<h1>History</h1>")
        assert [(await public.get(path)).text for path in ("/", "/history")] == [
            "<h1>All good</h1>",
            "<h1>History</h1>",
        ]
        # What other programs are told of the inside is not for the public.
        assert [(await public.get(path)).status_code for path in ("/readyz", "/healthz", "/nothing")] == [404] * 3
        page.server.stop()
        await page.until(lambda: not page.server.servers[0].is_serving())

        assert (await public.get("/")).text == "<h1>All good</h1>"


async def test_a_change_is_seen_through_it_within_a_second_also_what_is_gone(tmp_path: Path) -> None:
    async with (
        served() as page,
        nginx_with(configuration(tmp_path, page.address[1]), tmp_path, listens_on="443 ssl") as url,
        reader(url) as public,
        client(("127.0.0.1", int(url.rpartition(":")[2]))) as listener,
    ):
        page.show(b"<h1>All good</h1>", history=b"<h1>History</h1>")
        assert [(await public.get(path)).status_code for path in ("/acme/", "/acme/history")] == [200, 200]
        listener.ask(f"/{EVENTS}")
        await listener.until(b"data: 1")

        page.pages.put(ACME, represent_all({"": RenderedFile(HTML, b"<h1>An outage</h1>")}), whole=True)
        await listener.until(b"data: 2")

        async with asyncio.timeout(5):
            while (await public.get("/acme/")).text != "<h1>An outage</h1>":  # noqa: ASYNC110 no cache tells that it ages
                await asyncio.sleep(0.05)
            while (await public.get("/acme/history")).status_code != 404:  # noqa: ASYNC110 the same
                await asyncio.sleep(0.05)
