"""A weakness that is known is named; that nobody could be asked is never taken for good news."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.checkers.advisories import LOCK, Audit, audit

WEAK = {
    "id": "GHSA-0000-0000-0000",
    "aliases": ["CVE-2019-10906"],
    "summary": "The sandbox can be left.",
    "modified": "2020-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.10.1"}]}],
            "versions": ["2.4.1"],
        }
    ],
}


@pytest.fixture
async def service() -> AsyncIterator[str]:
    """Speaks as osv.dev does, and knows of one weakness."""

    async def query(request: web.Request) -> web.Response:
        asked: dict[str, Any] = await request.json()
        is_weak = (asked["package"]["name"], asked["version"]) == ("jinja2", "2.4.1")
        return web.json_response({"vulns": [WEAK]} if is_weak else {})

    app = web.Application()
    app.router.add_post("/v1/query", query)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def lock(folder: Path, *pins: str) -> Path:
    file = folder / "requirements.lock"
    file.write_text("\n".join(pins), encoding="utf-8")
    return file


async def test_a_known_weakness_is_named_with_the_version_that_mends_it(service: str, tmp_path: Path) -> None:
    audited = await asyncio.to_thread(
        audit, lock(tmp_path, "jinja2==2.4.1", "rich==14.0.0"), service=f"{service}/v1/query"
    )

    assert audited.known == ("jinja2 2.4.1: CVE-2019-10906 GHSA-0000-0000-0000; mended in 2.10.1",)
    assert audited.sentence == "Weaknesses known in what is locked: 1."


async def test_every_locked_version_is_asked_about(service: str) -> None:
    assert await asyncio.to_thread(audit, LOCK, service=f"{service}/v1/query") == Audit(())


async def test_where_nobody_could_be_asked_that_is_said(service: str, tmp_path: Path) -> None:
    for nobody in (f"{service}/elsewhere", "http://127.0.0.1:1/v1/query"):
        audited = await asyncio.to_thread(audit, lock(tmp_path, "jinja2==2.4.1"), service=nobody)

        assert audited.sentence.startswith("NOT AUDITED: pip-audit got no answer (")
