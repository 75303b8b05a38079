"""In which order a page's files are published, and which files in a target are ours to remove."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.status_page.rendered import RenderedFile

#: At the root of a target other people's files stand beside those of the first page.
_OURS_AT_ROOT = re.compile(
    r"(?:index\.html|history\.(?:atom|rss)|badge\.svg|live-[0-9a-f]{10}\.js"
    r"|(?:api/v2|badge|history|incidents|embed)/.+|history|embed|embed\.js|sitemap\.xml|robots\.txt|favicon\.svg"
    r"|card-[\w-]+\.png|logo-[0-9a-f]{10}\.\w+)(?:\.br|\.gz)?"
)

HTML = "text/html; charset=utf-8"
_CONTENT_TYPES = {
    "html": HTML,
    "json": "application/json; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What a publication did to a target; what was right already is not counted.

    `is_outdated`: nothing, or not all, because the target has a newer revision.
    """

    written: int = 0
    removed: int = 0
    is_outdated: bool = False

    def __add__(self, other: Written) -> Written:
        return Written(
            self.written + other.written, self.removed + other.removed, self.is_outdated or other.is_outdated
        )


def is_inside(path: Path, folder: Path) -> bool:
    """Wherever the links in them lead."""
    return path.resolve().is_relative_to(folder.resolve())


def is_page(file: RenderedFile) -> bool:
    return file.content_type.startswith("text/html")


def content_type_of(name: str) -> str | None:
    """By its ending; None for a file that is not ours."""
    return _CONTENT_TYPES.get(name.rpartition(".")[2])


def in_waves(files: Mapping[str, RenderedFile]) -> list[dict[str, RenderedFile]]:
    """What the front page links to is there before it, and the API tells nothing that the page does not show."""
    waves: list[dict[str, RenderedFile]] = [{}, {}, {}]
    for path, file in files.items():
        waves[2 if path == "" else 1 if path.startswith("api/") else 0][path] = file
    return [wave for wave in waves if wave]


def is_ours(name: str, *, at_root: bool) -> bool:
    """Whether a file of that name, below the page's folder, can only be one that Stormlamp has written."""
    return not at_root or _OURS_AT_ROOT.fullmatch(name) is not None
