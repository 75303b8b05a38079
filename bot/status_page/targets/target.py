"""What a target is, and how a setting names one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import permutations
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from bot.domain.errors import Invalid
from bot.status_page.rendered import RenderedFile
from bot.status_page.targets.folder import FolderTarget
from bot.status_page.targets.layout import Written
from bot.status_page.targets.object_store import ObjectStoreTarget

_STORES = {"s3", "gs", "az"}


class Target(Protocol):
    @property
    def name(self) -> str:
        """As the setting has it; people see it where the target fails."""

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
        """Put a page's files there, the front page last; remove the pages at the paths that are `gone`.

        Where there is a newer revision already, it stays, unless by `force`. `whole`: these are all the files that
        there are, and what else is there goes. Raises OSError where it can't be done now.
        """

    async def reach(self) -> None:
        """Raises OSError where nothing could be written now."""


def parse_targets(urls: Iterable[str]) -> list[Target]:
    """Raises Invalid as `parse_target` does, and for folders of which one is in another: each would tidy the other's
    pages away.
    """
    targets = [parse_target(url) for url in urls]
    folders = [each.folder.resolve() for each in targets if isinstance(each, FolderTarget)]
    for inner, outer in permutations(folders, 2):
        if inner.is_relative_to(outer):
            raise _refused(f"names {inner} beside {outer}, and one is in the other. Name each place once.")
    return targets


def parse_target(url: str) -> Target:
    """Raises Invalid for a URL that names no target which Stormlamp can write to, repeating nothing secret in it."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _refused("has an address that can't be read. Write it like s3://bucket/prefix.") from error
    if "@" in parts.netloc:
        raise _refused(
            f"has a user or a password in an address that begins with {parts.scheme}://. Leave them out: credentials "
            "come from the variables that the provider's own tools read."
        )
    named = parts._replace(query="", fragment="").geturl()
    if parts.scheme == "file":
        return _folder(url, named, parts)
    if parts.scheme not in _STORES:
        raise _refused(
            f"names “{named}”. A target is a folder or an object store, such as file:///var/www/status, "
            "s3://bucket/prefix, gs://bucket/prefix or az://container/prefix."
        )
    if not parts.netloc:
        raise _refused(f"names “{named}”, which has no bucket. Write it like {parts.scheme}://bucket/prefix.")
    try:
        return ObjectStoreTarget.at(url)
    except ValueError as error:
        raise _refused(f"names “{named}”, which can't be used: {error}") from error


def _folder(url: str, named: str, parts: SplitResult) -> FolderTarget:
    folder = Path(unquote(parts.path))
    if parts.netloc not in {"", "localhost"} or not parts.path.strip("/"):
        raise _refused(
            f"names “{named}”. A folder's URL has three slashes and a whole path, such as file:///var/www/status."
        )
    if parts.query:
        raise _refused(f"names “{named}”. A folder takes nothing after a question mark: it has all encodings anyway.")
    if folder.exists() and not folder.is_dir():
        raise _refused(f"names {folder}, which is a file.")
    return FolderTarget(url, folder)


def _refused(reason: str) -> Invalid:
    return Invalid(f"STORMLAMP_PUBLISH_TO {reason}", field="STORMLAMP_PUBLISH_TO")
