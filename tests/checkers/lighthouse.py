"""Lighthouse on a busy page behind the embedded server; `make lighthouse` prints what it says of every kind of page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.status_page.preview import scenes
from bot.status_page.preview.writing import pages_of
from bot.status_page.representation import represent_all
from tests.benchmarks.table import Row, show
from tests.status_page.served import ACME, served
from tests.tools import CHROMIUM_ARGUMENTS, node_modules, tool

#: On a phone with a slow network and processor, which Lighthouse reckons from a quick run; and on a desk.
DEVICES = {"phone": (), "desktop": ("--preset=desktop",)}
#: What a machine that is busy with other things does not change.
TIMELESS = ("accessibility", "best-practices", "seo")
_SLOW_MACHINE = "The tested device appears to have a slower CPU"  # it costs only points that a slow machine costs
_PASSED = 0.9  # what Lighthouse shows in green
_PAGES = {"Front page": "", "An open incident": "incidents/openincident1", "History": "history"}


@dataclass(frozen=True, slots=True)
class Report:
    scores: dict[str, int]
    """Of 100, by category."""
    found: tuple[str, ...]
    """Each audit that counts and is not passed, with what Lighthouse says of it."""
    audits: dict[str, Any]

    def number(self, audit: str) -> float:
        return float(self.audits[audit]["numericValue"])

    def items(self, audit: str) -> list[dict[str, Any]]:
        return list(self.audits[audit]["details"]["items"])


@contextlib.asynccontextmanager
async def busy_page() -> AsyncIterator[str]:
    """Thirty components in six groups, two open incidents and ten resolved ones; gives the page's address."""
    part = scenes.thirty_components()
    async with served() as site:
        page = part.page.model_copy(update={"url": f"{site.url}/acme"})
        files = dict(pages_of(part.model_copy(update={"page": page}), base_path="/acme/"))
        site.pages.put(ACME, represent_all(files), whole=True)
        yield f"{page.url}/"


async def examine(url: str, device: str, *, only: Sequence[str] = ()) -> Report:
    """`only` names categories and audits; without, all of them are asked."""
    chromium, node = tool("chromium"), tool("node", debian="nodejs")
    lighthouse = (await asyncio.to_thread(node_modules)) / "lighthouse" / "cli" / "index.js"
    options = [*DEVICES[device], "--output=json", "--quiet", "--no-enable-error-reporting"]
    options += [f"--chrome-flags=--headless=new {' '.join(CHROMIUM_ARGUMENTS)}"]
    if only:
        options += [f"--only-categories={','.join(each for each in only if each in TIMELESS)}"]
        options += [f"--only-audits={','.join(each for each in only if each not in TIMELESS)}"]
    process = await asyncio.create_subprocess_exec(
        *(node, str(lighthouse), url, *options),
        env={**os.environ, "CHROME_PATH": chromium},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return _read(json.loads(out))


def _read(said: dict[str, Any]) -> Report:
    assert [each for each in said["runWarnings"] if not each.startswith(_SLOW_MACHINE)] == []
    categories, audits = said["categories"], said["audits"]
    counting = {each["id"] for category in categories.values() for each in category["auditRefs"] if each["weight"]}
    return Report(
        scores={name: round(each["score"] * 100) for name, each in categories.items()},
        found=tuple(
            f"{name}: {audits[name]['title']} {audits[name].get('displayValue', '')}".strip()
            for name in sorted(counting)
            if audits[name]["score"] is not None and audits[name]["score"] < _PASSED
        ),
        audits=audits,
    )


async def main() -> None:
    async with busy_page() as url:
        for name, path in _PAGES.items():
            rows = []
            for device in DEVICES:
                report = await examine(url + path, device)
                scores = ", ".join(f"{category} {score}" for category, score in report.scores.items())
                painted = report.number("largest-contentful-paint")
                rows.append(Row(device, scores, f"painted after {painted:,.0f} ms"))
                rows += [Row("", each) for each in report.found]
            show(name, rows)


if __name__ == "__main__":
    asyncio.run(main())
