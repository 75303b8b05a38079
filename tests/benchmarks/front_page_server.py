"""The web server with one page in its memory, as a process; `framework`: without the short way for what is at hand.

SIGUSR1 changes the page, SIGTERM stops the server as it is stopped in earnest.
"""

from __future__ import annotations

import asyncio
import signal
import sys

import uvicorn
import uvloop

from bot.status_page.memory import Place, RenderedPages
from bot.status_page.preview import scenes
from bot.status_page.renderer import render_front
from bot.status_page.representation import represent_all
from bot.status_page.server import PageServer
from bot.status_page.streams import EventStreams
from bot.web_server import WebServer, allow_connections, bind


async def main(way: str, port: int) -> None:
    async def nothing(_slug: str, _path: str, _base_path: str) -> None:
        return None

    pages = RenderedPages(nothing)
    place = Place("acme", "/acme/")
    pages.put(place, represent_all(render_front(scenes.thirty_components(), base_path=place.base_path)), whole=True)
    pages.address(first=place, slugs={"acme": place}, hosts={})
    changed = represent_all(render_front(scenes.page_wide(), base_path=place.base_path))
    allowed = allow_connections(10_000)
    streams = EventStreams(pages, limit=allowed.streams)
    listener = bind("127.0.0.1", port)
    if way == "short":
        server = WebServer(PageServer(pages), pages, streams, connections=allowed.connections)
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, lambda: pages.put(place, changed, whole=True))
        loop.add_signal_handler(signal.SIGTERM, server.stop)
        await server.serve_on(listener)
    else:
        config = uvicorn.Config(PageServer(pages), http="httptools", lifespan="off", access_log=False, log_config=None)
        await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], int(sys.argv[2])))
