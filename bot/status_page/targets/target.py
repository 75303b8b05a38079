"""What a target is, and how a setting names one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from bot.domain.errors import Invalid
from bot.status_page.rendered import RenderedFile
from bot.status_page.targets.folder import FolderTarget


class Target(Protocol):
    @property
    def name(self) -> str:
        """As the setting has it; people see it where the target fails."""

    async def write(
        self, slug: str, files: Mapping[str, RenderedFile], *, is_first: bool, gone: Collection[str] = ()
    ) -> None:
        """Put a page's files there, the front page last; remove the pages at the paths that are `gone`.

        Raises OSError where it can't be done now.
        """


def parse_target(url: str) -> Target:
    """Raises Invalid for a URL that names no target which Stormlamp can write to."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        raise Invalid(
            f"STORMLAMP_PUBLISH_TO names “{url}”. A target is a folder, such as file:///var/www/status.",
            field="STORMLAMP_PUBLISH_TO",
        )
    folder = Path(unquote(parts.path))
    if parts.netloc not in {"", "localhost"} or not parts.path.strip("/"):
        raise Invalid(
            f"STORMLAMP_PUBLISH_TO names “{url}”. A folder's URL has three slashes and a whole path, "
            "such as file:///var/www/status.",
            field="STORMLAMP_PUBLISH_TO",
        )
    if folder.exists() and not folder.is_dir():
        raise Invalid(f"STORMLAMP_PUBLISH_TO names {folder}, which is a file.", field="STORMLAMP_PUBLISH_TO")
    return FolderTarget(url, folder)
