"""Azure Blob Storage as a target: what holds for S3 holds there, by its own conditions and names of metadata."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import obstore
import pytest
from obstore.store import from_url

from bot.status_page.preview.scenes import all_good, page_wide
from bot.status_page.renderer import render_front
from bot.status_page.targets.layout import Written
from bot.status_page.targets.target import parse_target
from tests.status_page.targets.azurite import CONTAINER, azurite

pytestmark = pytest.mark.timeout(300)  # the emulator may have to be fetched first


class Container:
    """What stands in the store."""

    def __init__(self) -> None:
        self._store = from_url(f"az://{CONTAINER}", client_options={"allow_http": True})

    async def body(self, key: str) -> bytes:
        return bytes(await (await obstore.get_async(self._store, key)).bytes_async())

    async def headers(self, key: str) -> Mapping[str, str]:
        return dict((await obstore.get_async(self._store, key)).attributes)

    async def put(self, key: str, body: bytes) -> None:
        await obstore.put_async(self._store, key, body)

    async def keys(self) -> set[str]:
        return {each["path"] async for batch in obstore.list(self._store) for each in batch}


@pytest.fixture
async def container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Container]:
    async with azurite(tmp_path) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield Container()


async def test_a_page_is_published_read_mended_and_never_goes_back(container: Container) -> None:
    target = parse_target(f"az://{CONTAINER}/site")
    good, bad = (render_front(scene(), base_path="/acme/") for scene in (all_good, page_wide))

    first = await target.write("acme", good, is_first=False, revision=1)
    again = await target.write("acme", good, is_first=False, revision=1)
    newer = await target.write("acme", bad, is_first=False, revision=2)

    assert first.written > len(good)
    assert again == Written()
    assert newer.written > 0
    assert await container.body("site/acme") == await container.body("site/acme/index.html") == bad[""].body
    headers = await container.headers("site/acme/api/v2/summary.json")
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=1, stale-if-error=86400"

    await target.write("acme", bad, is_first=False, revision=2, whole=True)
    published = await container.keys()
    await container.put("site/acme/index.html", b"Defaced")
    await container.put("site/acme/stray", b"Stray")
    mended = await target.write("acme", bad, is_first=False, revision=2, whole=True)

    assert mended == Written(written=1, removed=1)
    assert await container.body("site/acme/index.html") == bad[""].body
    assert await container.keys() == published

    late = await target.write("acme", good, is_first=False, revision=1)

    assert late.is_outdated
    assert await container.body("site/acme/index.html") == bad[""].body


@pytest.mark.usefixtures("container")
async def test_a_container_that_is_not_there_is_said_to_be_missing() -> None:
    missing = parse_target("az://elsewhere")

    with pytest.raises(OSError, match="There is no such bucket or container"):
        await missing.write("acme", render_front(all_good(), base_path="/acme/"), is_first=False, revision=1)
    with pytest.raises(OSError, match="There is no such bucket or container"):
        await missing.reach()
