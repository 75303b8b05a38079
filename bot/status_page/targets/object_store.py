"""An object store: S3, Google Cloud Storage or Azure, written so that an older revision never replaces a newer one."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
from obstore.store import ObjectStore, from_url

from bot.status_page.caching import cache_control
from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import represent
from bot.status_page.targets.layout import Written, in_waves, is_ours, is_page

_AT_ONCE = 16
#: A publication is tried again as a whole, later and by itself: what fails here should fail soon.
_TIMEOUT = "10s"
_RETRIES: Any = {
    "max_retries": 2,
    "retry_timeout": timedelta(seconds=20),
    "backoff": {"init_backoff": timedelta(milliseconds=200), "max_backoff": timedelta(seconds=2), "base": 2},
}
#: Who holds the lease is overtaken once, by whoever held it before. A store that says so again always says so.
_OVERTAKEN_AT_MOST = 4
_GZIP = "gzip"
_COMPRESSED = f"encoding={_GZIP}"
#: Azure takes no dash in a name, and some proxies drop what has an underscore.
_REVISION, _DIGEST = "stormlamprevision", "stormlampdigest"
#: What S3, Google's store and Azure call it.
#: Of an endpoint's address, in which they are repeated.
_CREDENTIALS = re.compile(r"//[^/\s]*@")
_NO_BUCKET = ("<Code>NoSuchBucket<", "<Code>ContainerNotFound<")


class _Newer(Exception):
    """There is a newer revision in the store already."""


class _Found(NamedTuple):
    """An object as it stands in the store: what it takes to replace exactly this one."""

    condition: Any
    digest: str
    revision: int


class ObjectStoreTarget:
    def __init__(self, name: str, store: ObjectStore, *, is_compressed: bool = False) -> None:
        """`is_compressed`: with gzip, and so for everybody, since a store can't ask who takes it."""
        self.name = name
        self._store = store
        self._is_compressed = is_compressed

    @classmethod
    def at(cls, url: str) -> ObjectStoreTarget:
        """Credentials, region and endpoint come from the variables that the provider's own tools read.

        With `?encoding=gzip`, what is written is compressed. Raises ValueError for a URL that names no store.
        """
        parts = urlsplit(url)
        if parts.query not in {"", _COMPRESSED}:
            raise ValueError(f"only “?{_COMPRESSED}” may stand at its end.")
        # A store on the same machine or network speaks plain HTTP; a provider's never does.
        options: Any = {"timeout": _TIMEOUT, "connect_timeout": _TIMEOUT, "allow_http": _is_local_endpoint()}
        try:
            store = from_url(parts._replace(query="").geturl(), client_options=options, retry_config=_RETRIES)
        except BaseError as error:
            raise ValueError(_sentence(error)) from error
        return cls(url, store, is_compressed=parts.query == _COMPRESSED)

    async def write(
        self,
        slug: str,
        files: Mapping[str, RenderedFile],
        *,
        is_first: bool,
        gone: Collection[str] = (),
        revision: int = 0,
        whole: bool = False,
        force: bool = False,
    ) -> Written:
        """Under `slug/`, and for the first page at the root, too. Raises OSError."""
        done = Written()
        with _failures_named():
            try:
                for root in (f"{slug}/", "") if is_first else (f"{slug}/",):
                    for wave in in_waves(files):
                        done += await self._write_wave(root, wave, revision, force)
                    unwanted = {key for path in gone for key in _page_keys(root, path)}
                    if whole:
                        unwanted |= {key async for key in self._strays(root, files)}
                    if unwanted:
                        await obstore.delete_async(self._store, sorted(unwanted))
                        done += Written(removed=len(unwanted))
            except _Newer:
                done += Written(is_outdated=True)
        return done

    async def reach(self) -> None:
        """Raises OSError where the store does not answer, or not to us."""
        with _failures_named():
            async for _ in obstore.list(self._store, chunk_size=1):
                return

    async def _write_wave(self, root: str, wave: Mapping[str, RenderedFile], revision: int, force: bool) -> Written:
        turn = asyncio.Semaphore(_AT_ONCE)

        async def write(key: str, path: str, file: RenderedFile) -> bool:
            async with turn:
                return await self._write_object(key, path, file, revision, force)

        writing = [write(key, path, file) for path, file in wave.items() for key in _keys(root, path, file)]
        results = await asyncio.gather(*writing, return_exceptions=True)
        # Only when all have ended: nothing of this publication is written after it has failed.
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return Written(sum(map(bool, results)))

    async def _write_object(self, key: str, path: str, file: RenderedFile, revision: int, force: bool) -> bool:
        """Whether it had to be written. Raises _Newer."""
        compressed = represent(file).variants.get(_GZIP) if self._is_compressed else None
        body = compressed.body if compressed else file.body
        digest = hashlib.sha256(body).hexdigest()[:20]
        attributes = {
            "Content-Type": file.content_type,
            "Cache-Control": cache_control(path),
            _REVISION: str(revision),
            _DIGEST: digest,
        }
        if compressed:
            attributes["Content-Encoding"] = compressed.encoding
        for _ in range(_OVERTAKEN_AT_MOST):
            found = await self._find(key)
            if found is not None and found.revision > revision > 0 and not force:
                raise _Newer
            if found is not None and found.digest == digest and not force:
                return False
            mode: Any = "create" if found is None else found.condition
            try:
                await obstore.put_async(self._store, key, body, attributes=attributes, mode=mode)
            except (AlreadyExistsError, PreconditionError):
                continue  # somebody else was faster: look at what they wrote
            return True
        raise OSError(
            f"{key} was refused {_OVERTAKEN_AT_MOST} times as changed meanwhile. Either others write it, too, or the "
            "store does not know conditional writes (If-Match)."
        )

    async def _find(self, key: str) -> _Found | None:
        try:
            found = await obstore.get_async(self._store, key, options={"head": True})
        except FileNotFoundError:
            return None
        attributes = {str(name).lower(): value for name, value in found.attributes.items()}
        revision = attributes.get(_REVISION, "")
        condition = {name: value for name in ("e_tag", "version") if (value := found.meta.get(name)) is not None}
        return _Found(condition, attributes.get(_DIGEST, ""), int(revision) if revision.isdigit() else 0)

    async def _strays(self, root: str, files: Mapping[str, RenderedFile]) -> AsyncIterator[str]:
        wanted = {key for path, file in files.items() for key in _keys(root, path, file)}
        async for batch in obstore.list(self._store, root.rstrip("/") or None):
            for each in batch:
                key = each["path"]
                if key not in wanted and is_ours(key.removeprefix(root), at_root=root == ""):
                    yield key


def _keys(root: str, path: str, file: RenderedFile) -> list[str]:
    return _page_keys(root, path) if is_page(file) else [f"{root}{path}"]


def _page_keys(root: str, path: str) -> list[str]:
    """Some stores look for `index.html` in a folder, others for exactly what was asked for."""
    return [
        key for key in (f"{root}{path}/index.html".replace("//", "/").lstrip("/"), f"{root}{path}".strip("/")) if key
    ]


def _is_local_endpoint() -> bool:
    names = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")
    return any(os.environ.get(name, "").startswith("http://") for name in names)


@contextlib.contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:  # some of obstore's are both, some are one of them
        raise OSError(_sentence(error)) from error


def _sentence(error: Exception) -> str:
    """What obstore says for people; after it come the store's XML and its own structures, for many lines."""
    if any(code in str(error) for code in _NO_BUCKET):
        # What comes before says that it is an object that is missing.
        return "There is no such bucket or container. Make it, or mend its name in STORMLAMP_PUBLISH_TO."
    said = str(error).partition("\n")[0].partition(": <")[0].strip(" :")
    return _CREDENTIALS.sub("//", said)
