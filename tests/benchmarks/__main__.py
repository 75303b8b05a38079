"""`make bench`: measured side by side in one run; nothing here is asserted, since machines differ."""

from __future__ import annotations

import argparse

import uvloop

from bot.logs import configure_logs
from tests.benchmarks import burst, change, front_page, memory, open_pages, publish, storm, typed
from tests.benchmarks.table import show

_PARTS = {
    "change": ("A change, from Slack to the public page", change.run),
    "burst": ("Five hundred responders at once", burst.run),
    "storm": ("Fifty open incidents at the rates that Slack allows", storm.run),
    "memory": ("Memory of one process", memory.run),
    "publish": ("A publication after an update, over a folder and SQLite", publish.run),
    "front": ("The front page, beside nginx", front_page.run),
    "streams": ("Open pages that are told of changes", open_pages.run),
    "typed": ("The worst that can be typed, beside prose of the same length", typed.run),
}


async def main(parts: list[str]) -> None:
    for part in parts:
        title, run = _PARTS[part]
        show(title, await run())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make bench", description="ARGS names the parts to measure; without, all.")
    parser.add_argument("part", nargs="*", help=", ".join(_PARTS))
    configure_logs(quiet=True)
    wanted = parser.parse_args().part or list(_PARTS)
    if unknown := [part for part in wanted if part not in _PARTS]:
        parser.error(f"There is no {' and no '.join(unknown)}. There are: {', '.join(_PARTS)}.")
    uvloop.run(main(wanted))
