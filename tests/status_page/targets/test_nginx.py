"""A folder of ours behind nginx, with the configuration that the documentation gives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.status_page.answers import answer
from bot.status_page.live_script import LIVE_SCRIPT
from bot.status_page.preview import scenes
from bot.status_page.preview.parts import an_incident_part
from bot.status_page.renderer import render_front, render_incident
from bot.status_page.representation import represent
from bot.status_page.targets.folder import FolderTarget
from tests.public_page import reader
from tests.status_page.targets.behind_nginx import behind_nginx

BUSY = scenes.thirty_components()
FILES = render_front(BUSY, base_path="/acme/") | render_incident(
    an_incident_part(BUSY.open_incidents[0]), base_path="/acme/"
)
#: But for the policy, which a page also carries itself, and the languages, of which a folder has one.
HELD = (
    "cache-control",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "access-control-allow-origin",
    "cross-origin-resource-policy",
)


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    folder, work = tmp_path / "status", tmp_path / "nginx"
    work.mkdir()
    await FolderTarget("folder", folder).write("acme", FILES, is_first=True, revision=1)
    async with behind_nginx(folder, work) as url, reader(url) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/acme/", "text/html; charset=utf-8"),
        ("/acme/incidents/openincident1", "text/html; charset=utf-8"),
        ("/incidents/openincident1", "text/html; charset=utf-8"),
        ("/acme/api/v2/summary.json", "application/json; charset=utf-8"),
        ("/acme/history.atom", "application/atom+xml; charset=utf-8"),
        ("/acme/badge.svg", "image/svg+xml"),
        (f"/acme/{LIVE_SCRIPT}", "text/javascript; charset=utf-8"),
    ],
)
async def test_every_path_of_the_page_answers(site: httpx.AsyncClient, path: str, content_type: str) -> None:
    answer = await site.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)


async def test_it_is_sent_compressed_and_may_be_kept_a_second(site: httpx.AsyncClient) -> None:
    answer = await site.get("/acme/", headers={"accept-encoding": "gzip"})

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=1, stale-if-error=86400"
    assert int(answer.headers["content-length"]) < len(answer.content) / 3


@pytest.mark.parametrize("base", ["/", "/acme/"])
async def test_every_path_has_the_headers_that_the_embedded_server_gives_it(site: httpx.AsyncClient, base: str) -> None:
    for path, file in FILES.items():
        embedded = dict(answer(represent(file), path, {}, is_head=False).headers)

        served = await site.get(f"{base}{path}", headers={"accept-encoding": "identity"})

        expected = {name: embedded[name.encode()].decode() for name in HELD if name.encode() in embedded}
        assert {name: served.headers[name] for name in HELD if name in served.headers} == expected, path
        assert served.headers["vary"] == "Accept-Encoding", path
        assert served.content == file.body, path


async def test_a_picture_that_is_opened_runs_nothing_and_a_page_keeps_its_own_policy(site: httpx.AsyncClient) -> None:
    picture = await site.get("/acme/badge.svg")

    assert "default-src 'none'" in picture.headers["content-security-policy"]
    assert "sandbox" in picture.headers["content-security-policy"]
    for path in ("/", "/acme/incidents/openincident1", "/acme/embed"):
        page = await site.get(path)
        assert page.status_code == 200
        assert "content-security-policy" not in page.headers


async def test_an_unchanged_page_is_not_sent_again(site: httpx.AsyncClient) -> None:
    first = await site.get("/acme/")

    again = await site.get("/acme/", headers={"if-none-match": first.headers["etag"]})

    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/acme/events",
        "/acme/incidents/nothing-here",
        "/.stormlamp-acme",
        "/nobody/",
        "/acme/api/v2",
        "/acme/api/v2/",
        "/acme/live-0123456789.js",
        "/acme/index.html.gz",
        "/acme/index.html.br",
    ],
)
async def test_what_is_not_there_is_not_found_and_not_kept(site: httpx.AsyncClient, path: str) -> None:
    answer = await site.get(path)

    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
