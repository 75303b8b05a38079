"""What the public gets for each kind of request, over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.status_page.memory import Place
from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import represent_all
from tests.public_page import reader
from tests.status_page.served import ACME, Served, client, served

OWN = Place("beta", "/")
LONG = b"<p>Everything works.</p>" * 50
FILES = {
    "": RenderedFile("text/html; charset=utf-8", LONG),
    "history": RenderedFile("text/html; charset=utf-8", b"<h1>History</h1>"),
    "api/v2/status.json": RenderedFile("application/json", b"{}"),
    "history.atom": RenderedFile("application/atom+xml", b"<feed/>"),
    "badge.svg": RenderedFile("image/svg+xml", b"<svg/>"),
    "badge/0123456789ab.svg": RenderedFile("image/svg+xml", b"<svg id='api'/>"),
}
SECURITY = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
}


@pytest.fixture
async def site() -> AsyncIterator[Served]:
    async with served() as site:
        site.put(FILES)
        yield site


@pytest.fixture
async def browser(site: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with reader(site.url) as browser:
        yield browser


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/acme/", 200),
        ("HEAD", "/acme/history", 200),
        ("GET", "/acme", 308),
        ("GET", "/nothing", 404),
        ("HEAD", "/acme/events?", 200),
        ("GET", "/acme/%65vents", 503),
        ("OPTIONS", "/acme/api/v2/status.json", 204),
        ("POST", "/acme/", 405),
        ("DELETE", "/", 405),
    ],
)
async def test_every_answer_has_the_security_headers(
    browser: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    response = await browser.request(method, path)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in SECURITY} == SECURITY
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "server" not in response.headers


@pytest.mark.parametrize(
    "path", ["/acme/", "/acme/history", "/acme/history/", "/acme//", "/acme/%68istory", "/history"]
)
async def test_slashes_and_escapes_lead_to_the_same_page(browser: httpx.AsyncClient, path: str) -> None:
    response = await browser.get(path)
    assert response.status_code == 200
    assert response.content == (FILES["history"].body if "istory" in path else LONG)


async def test_a_page_s_bare_slug_is_redirected_so_that_its_links_work(browser: httpx.AsyncClient) -> None:
    response = await browser.get("/acme?from=mail")
    assert (response.status_code, response.headers["location"], response.content) == (308, "/acme/", b"")
    assert response.headers["cache-control"] == "public, max-age=1, stale-if-error=86400"
    assert (await browser.head("/acme")).status_code == 308


async def test_behind_a_prefix_the_redirect_keeps_it(site: Served, browser: httpx.AsyncClient) -> None:
    prefixed = Place("acme", "/status/acme/")
    site.pages.put(prefixed, represent_all(FILES), whole=True)
    site.pages.address(first=prefixed, slugs={"acme": prefixed}, hosts={})
    assert (await browser.get("/acme")).headers["location"] == "/status/acme/"


async def test_a_head_is_a_get_without_its_body(browser: httpx.AsyncClient) -> None:
    for path in ("/acme/", "/acme/history", "/nothing"):
        head, get = await browser.head(path), await browser.get(path)
        del head.headers["date"], get.headers["date"]
        assert (head.status_code, head.headers, head.content) == (get.status_code, get.headers, b"")
        assert int(head.headers["content-length"]) > 0


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"other", {etag}', 304),
        ('"other",W/{etag} , "more"', 304),
        ("*", 304),
        ('"other"', 200),
        ("other", 200),
        ("", 200),
        (",,,", 200),
    ],
)
async def test_an_unchanged_file_is_not_sent_again(browser: httpx.AsyncClient, sent: str, status: int) -> None:
    first = await browser.get("/acme/history")
    for path in ("/acme/history", "/acme/history?"):
        again = await browser.get(path, headers={"if-none-match": sent.format(etag=first.headers["etag"])})
        assert (again.status_code, again.headers["etag"]) == (status, first.headers["etag"])
        assert again.content == (b"" if status == 304 else first.content)
        assert again.headers["vary"] == "Accept-Encoding"


async def test_another_encoding_s_tag_does_not_match(browser: httpx.AsyncClient) -> None:
    compressed = await browser.get("/acme/", headers={"accept-encoding": "gzip"})
    assert compressed.headers["content-encoding"] == "gzip"
    plain = await browser.get(
        "/acme/", headers={"accept-encoding": "gzip;q=0", "if-none-match": compressed.headers["etag"]}
    )
    assert (plain.status_code, plain.content) == (200, LONG)
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
async def test_it_can_only_be_read(browser: httpx.AsyncClient, method: str) -> None:
    response = await browser.request(method, "/acme/")
    assert response.status_code in {405, 400}  # what is no method at all does not get as far
    if response.status_code == 405:
        assert response.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("path", "is_shared"),
    [
        ("/acme/api/v2/status.json", True),
        ("/acme/history.atom", True),
        ("/acme/badge.svg", True),
        ("/acme/", False),
        ("/acme/history", False),
        ("/nothing", False),
    ],
)
async def test_only_what_is_made_for_scripts_of_other_sites_is_open_to_them(
    browser: httpx.AsyncClient, path: str, is_shared: bool
) -> None:
    response = await browser.get(path, headers={"origin": "https://elsewhere.example"})
    assert response.headers.get("access-control-allow-origin") == ("*" if is_shared else None)
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize(
    "path",
    [
        "/../../../etc/passwd",
        "/acme/../../etc/passwd",
        "/acme/%2e%2e/%2e%2e/etc/passwd",
        "/acme/..%2f..%2fetc%2fpasswd",
        "/acme/%00",
        "/acme/%ff%fe",
        "/acme/incidents/%2e%2e%2f",
        "/%2e%2e/",
        "/acme/<script>alert(1)</script>",
        "/acme/" + "a" * 20_000,
    ],
)
async def test_what_is_not_there_is_not_found_and_not_repeated(site: Served, path: str) -> None:
    async with client(site.address) as raw:
        status, headers, body = await raw.get(path)
    assert status == 404
    assert headers["cache-control"] == "no-store"
    assert (
        body.decode() == '<!doctype html><html lang="en"><meta charset="utf-8"><title>Not Found</title>'
        "<h1>Not Found</h1><p>There is nothing at this address.</p></html>"
    )


async def test_a_page_at_a_host_of_its_own_answers_at_its_root(site: Served, browser: httpx.AsyncClient) -> None:
    site.pages.put(OWN, represent_all({"": RenderedFile("text/html", b"<h1>Beta</h1>")}), whole=True)
    site.pages.address(first=ACME, slugs={"acme": ACME}, hosts={"status.beta.com": OWN})
    for host, body in (("status.beta.com", b"<h1>Beta</h1>"), ("STATUS.beta.com:443", b"<h1>Beta</h1>"), ("x", LONG)):
        for path in ("/", "/?"):
            assert (await browser.get(path, headers={"host": host})).content == body


async def test_before_the_first_page_is_there_it_says_to_come_back(site: Served, browser: httpx.AsyncClient) -> None:
    site.pages.address(first=None, slugs={}, hosts={})
    for path in ("/", "/acme/", "/nothing"):
        response = await browser.get(path)
        assert (response.status_code, response.headers["retry-after"]) == (503, "1")
        assert response.headers["cache-control"] == "no-store"


async def test_a_component_s_badge_is_asked_for_by_path_or_by_query(browser: httpx.AsyncClient) -> None:
    by_path = await browser.get("/acme/badge/0123456789ab.svg")
    by_query = await browser.get("/acme/badge.svg?component=0123456789ab")

    assert by_query.text == by_path.text == "<svg id='api'/>"
    assert (await browser.get("/acme/badge.svg?style=flat")).text == "<svg/>"
    for unknown in ("other", "../../badge", "%00"):
        assert (await browser.get(f"/acme/badge.svg?component={unknown}")).status_code == 404
