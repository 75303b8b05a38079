"""An object store as a target, on a real S3 API, with the faults that one has."""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import obstore
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from bot.domain.errors import Invalid
from bot.status_page.rendered import RenderedFile
from bot.status_page.targets.layout import Written
from bot.status_page.targets.object_store import ObjectStoreTarget
from bot.status_page.targets.target import parse_target
from tests.public_page import reader
from tests.status_page.targets.faulty_proxy import FaultyProxy

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
async def proxy(s3: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultyProxy]:
    async with reader(s3) as client:
        await client.post("/moto-api/reset")
        await client.put("/bucket")
    async with FaultyProxy(s3).running() as proxy:
        for name, value in {
            "AWS_ENDPOINT_URL": proxy.url,
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "any",
            "AWS_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        yield proxy


class Bucket:
    """What stands in the store, past the proxy."""

    def __init__(self, s3: str) -> None:
        options: Any = {"allow_http": True}
        self._store = S3Store("bucket", endpoint=s3, client_options=options)

    async def headers(self, key: str) -> Mapping[str, str]:
        return dict((await obstore.get_async(self._store, key)).attributes)

    async def text(self, key: str) -> str:
        return (await self.body(key)).decode()

    async def body(self, key: str) -> bytes:
        return bytes(await (await obstore.get_async(self._store, key)).bytes_async())

    async def put(self, key: str, body: bytes) -> None:
        await obstore.put_async(self._store, key, body)

    async def keys(self) -> list[str]:
        return sorted([each["path"] async for batch in obstore.list(self._store) for each in batch])


@pytest.fixture
def bucket(s3: str, proxy: FaultyProxy) -> Bucket:
    return Bucket(s3)


def target(prefix: str = "") -> ObjectStoreTarget:
    return ObjectStoreTarget.at(f"s3://bucket{prefix}")


def site(front: str = "<h1>All good</h1>", **incidents: str) -> dict[str, RenderedFile]:
    pages = {"": front, "history": "<h1>History</h1>", **{f"incidents/{id}": text for id, text in incidents.items()}}
    return {
        **{path: RenderedFile(HTML, text.encode()) for path, text in pages.items()},
        "api/v2/status.json": RenderedFile(JSON, front.encode()),
        "live-0123456789.js": RenderedFile("text/javascript; charset=utf-8", b"1"),
    }


async def test_a_page_is_there_under_every_key_that_a_store_may_look_for(bucket: Bucket) -> None:
    written = await target("/prefix").write("acme", site(one="<h1>One</h1>"), is_first=False, revision=1)

    assert await bucket.keys() == [
        "prefix/acme",
        "prefix/acme/api/v2/status.json",
        "prefix/acme/history",
        "prefix/acme/history/index.html",
        "prefix/acme/incidents/one",
        "prefix/acme/incidents/one/index.html",
        "prefix/acme/index.html",
        "prefix/acme/live-0123456789.js",
    ]
    assert written == Written(written=8)


async def test_the_first_page_is_at_the_root_too(bucket: Bucket) -> None:
    await target().write("acme", site("<h1>Acme</h1>"), is_first=True, revision=1)

    assert await bucket.text("index.html") == await bucket.text("acme/index.html") == "<h1>Acme</h1>"
    assert await bucket.text("history") == "<h1>History</h1>"


@pytest.mark.parametrize(
    ("key", "content_type", "cache_control"),
    [
        ("acme", HTML, "public, max-age=1, stale-if-error=86400"),
        ("acme/index.html", HTML, "public, max-age=1, stale-if-error=86400"),
        ("acme/api/v2/status.json", JSON, "public, max-age=1, stale-if-error=86400"),
        ("acme/live-0123456789.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
    ],
)
async def test_the_headers_are_those_of_the_embedded_server(
    bucket: Bucket, key: str, content_type: str, cache_control: str
) -> None:
    await target().write("acme", site(), is_first=False, revision=1)

    headers = await bucket.headers(key)

    assert (headers["Content-Type"], headers["Cache-Control"]) == (content_type, cache_control)


async def test_what_is_to_be_compressed_says_so_and_what_gains_nothing_by_it_stays_as_it_is(bucket: Bucket) -> None:
    front = "<h1>All good</h1>" * 99
    squeezed = target("?encoding=gzip")

    await squeezed.write("acme", site(front), is_first=False, revision=1)

    assert gzip.decompress(await bucket.body("acme/index.html")).decode() == front
    assert (await bucket.headers("acme/index.html"))["Content-Encoding"] == "gzip"
    assert await bucket.body("acme/live-0123456789.js") == b"1"
    assert "Content-Encoding" not in await bucket.headers("acme/live-0123456789.js")
    assert await squeezed.write("acme", site(front), is_first=False, revision=2) == Written()


async def test_a_store_that_was_compressed_is_written_anew_for_everybody(bucket: Bucket) -> None:
    front = "<h1>All good</h1>" * 99
    await target("?encoding=gzip").write("acme", site(front), is_first=False, revision=1)

    await target().write("acme", site(front), is_first=False, revision=1)

    assert await bucket.text("acme/index.html") == front
    assert "Content-Encoding" not in await bucket.headers("acme/index.html")


async def test_only_what_changed_is_written(proxy: FaultyProxy, bucket: Bucket) -> None:
    await target().write("acme", site(one="<h1>One</h1>"), is_first=False, revision=1)
    proxy.requests.clear()

    written = await target().write("acme", site("<h1>An outage</h1>", one="<h1>One</h1>"), is_first=False, revision=2)

    assert written == Written(written=3)
    assert [each for each in proxy.requests if each.startswith("PUT")] == [
        "PUT /bucket/acme/api/v2/status.json",
        *sorted(["PUT /bucket/acme", "PUT /bucket/acme/index.html"], key=proxy.requests.index),
    ]


async def test_the_front_page_comes_last(proxy: FaultyProxy, bucket: Bucket) -> None:
    await target().write("acme", site(one="<h1>One</h1>"), is_first=False, revision=1)

    puts = [each for each in proxy.requests if each.startswith("PUT")]

    assert sorted(puts[-2:]) == ["PUT /bucket/acme", "PUT /bucket/acme/index.html"]
    assert puts[-3] == "PUT /bucket/acme/api/v2/status.json"


async def test_where_a_detail_fails_the_front_page_stays_as_it_was(proxy: FaultyProxy, bucket: Bucket) -> None:
    await target().write("acme", site(), is_first=False, revision=1)
    proxy.refuse(1_000)

    with pytest.raises(OSError, match="503") as error:
        await target().write("acme", site("<h1>An outage</h1>", one="<h1>One</h1>"), is_first=False, revision=2)

    assert "\n" not in str(error.value)
    proxy.refuse(0)
    assert await bucket.text("acme/index.html") == "<h1>All good</h1>"


async def test_a_short_fault_is_outlived(proxy: FaultyProxy, bucket: Bucket) -> None:
    proxy.refuse(2)

    await target().write("acme", site(), is_first=False, revision=1)

    assert await bucket.text("acme/index.html") == "<h1>All good</h1>"


async def test_a_write_whose_answer_was_lost_is_not_taken_for_somebody_elses(
    proxy: FaultyProxy, bucket: Bucket
) -> None:
    await target().write("acme", site(), is_first=False, revision=1)
    proxy.lose_answers(2)

    await target().write("acme", site("<h1>An outage</h1>"), is_first=False, revision=2)

    assert await bucket.text("acme/index.html") == await bucket.text("acme") == "<h1>An outage</h1>"


@pytest.mark.usefixtures("proxy")
async def test_a_store_that_is_not_there_is_said_to_be_missing() -> None:
    missing = ObjectStoreTarget.at("s3://no-such-bucket")
    sentence = "There is no such bucket or container. Make it, or mend its name in STORMLAMP_PUBLISH_TO."

    with pytest.raises(OSError, match=f"^{sentence}$"):
        await missing.write("acme", site(), is_first=False, revision=1)
    with pytest.raises(OSError, match=f"^{sentence}$"):
        await missing.reach()


async def test_an_older_revision_never_replaces_a_newer_one(bucket: Bucket) -> None:
    await target().write("acme", site("<h1>Newer</h1>"), is_first=False, revision=7)

    late = await target().write("acme", site("<h1>Older</h1>"), is_first=False, revision=6)

    assert late.is_outdated
    assert await bucket.text("acme/index.html") == await bucket.text("acme") == "<h1>Newer</h1>"


async def test_of_many_writers_at_once_the_newest_stays(bucket: Bucket) -> None:
    await asyncio.gather(
        *(
            target().write("acme", site(f"<h1>{revision}</h1>"), is_first=False, revision=revision)
            for revision in (4, 2, 9, 1, 7, 3)
        )
    )

    keys = ("acme/index.html", "acme", "acme/api/v2/status.json")
    assert {await bucket.text(key) for key in keys} == {"<h1>9</h1>"}


async def test_a_backup_that_came_back_is_put_in_place_by_force(bucket: Bucket) -> None:
    await target().write("acme", site("<h1>Newer</h1>"), is_first=False, revision=7)

    await target().write("acme", site("<h1>Backup</h1>"), is_first=False, revision=5, whole=True, force=True)
    await target().write("acme", site("<h1>Next</h1>"), is_first=False, revision=6)

    assert await bucket.text("acme/index.html") == "<h1>Next</h1>"


async def test_what_is_gone_is_removed(bucket: Bucket) -> None:
    await target().write("acme", site(one="<h1>One</h1>"), is_first=True, revision=1)

    written = await target().write("acme", site(), is_first=True, gone=["incidents/one"], revision=2)

    assert not any("one" in key for key in await bucket.keys())
    assert written == Written(removed=4)


async def test_a_whole_publication_mends_drift_and_removes_strays_and_nothing_else(bucket: Bucket) -> None:
    await target("/site").write("acme", site(), is_first=True, revision=1)
    before = await bucket.keys()
    for key in ("acme/index.html", "history"):
        await bucket.put(f"site/{key}", b"<h1>Defaced</h1>")
    for key in ("acme/incidents/old", "acme/what-is-this", "incidents/old/index.html", "history/1999-01"):
        await bucket.put(f"site/{key}", b"<h1>Stray</h1>")
    for key in ("site/CNAME", "site/other/index.html", "site/.well-known/security.txt", "elsewhere"):
        await bucket.put(key, b"Not ours")

    written = await target("/site").write("acme", site(), is_first=True, revision=1, whole=True)

    foreign = ["elsewhere", "site/.well-known/security.txt", "site/CNAME", "site/other/index.html"]
    assert written == Written(written=2, removed=4)
    assert await bucket.keys() == sorted([*before, *foreign])
    assert await bucket.text("site/acme/index.html") == "<h1>All good</h1>"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("s3://", "no bucket"),
        ("ftp://host/path", "a folder or an object store"),
        ("https://bucket.s3.amazonaws.com/", "a folder or an object store"),
        ("s3://bucket/prefix?encoding=br", "only “.encoding=gzip” may stand"),
        ("file:///var/www/status?encoding=gzip", "nothing after a question mark"),
    ],
)
def test_a_url_that_names_no_target_is_refused(url: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        parse_target(url)


@pytest.mark.parametrize("url", ["gs://bucket/prefix", "az://container/prefix"])
def test_other_providers_are_known(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "acme")

    assert parse_target(url).name == url


async def test_a_store_is_reached_where_its_bucket_is(bucket: Bucket) -> None:
    await parse_target("s3://bucket/prefix").reach()

    with pytest.raises(OSError, match="no such bucket"):
        await parse_target("s3://elsewhere").reach()


async def test_a_store_that_knows_no_conditions_is_not_asked_for_ever(proxy: FaultyProxy, bucket: Bucket) -> None:
    await target().write("acme", site("<h1>One</h1>"), is_first=False, revision=1)
    proxy.knows_conditions = False

    with pytest.raises(OSError, match=r"was refused 4 times as changed meanwhile.*\(If-Match\)"):
        async with asyncio.timeout(30):
            await target().write("acme", site("<h1>Two</h1>"), is_first=False, revision=2)

    assert await bucket.text("acme/index.html") == "<h1>One</h1>"
