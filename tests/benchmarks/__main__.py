"""`make bench`: measured side by side in one run; nothing here is asserted, since machines differ."""

from __future__ import annotations

import uvloop

from tests.benchmarks import change, front_page, open_pages
from tests.benchmarks.table import show


async def main() -> None:
    show("A change, from Slack to the public page", await change.run())
    show("The front page, beside nginx", await front_page.run())
    show("Open pages that are told of changes", await open_pages.run())


if __name__ == "__main__":
    uvloop.run(main())
