"""Writes every scene to a folder, as a web server would find them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from bot.status_page.preview.parts import a_month, an_incident_part
from bot.status_page.preview.scenes import FRONTS
from bot.status_page.rendered import RenderedFile
from bot.status_page.renderer import render_front, render_incident, render_month
from bot.status_page.snapshot import FrontPart


def write_preview(folder: Path) -> list[str]:
    """A page per scene below its name, and a list of them; gives the names. Raises OSError."""
    for name, scene in FRONTS.items():
        write_files(pages_of(scene(), base_path=f"/{name}/"), folder / name)
    links = "".join(f'<li><a href="/{escape(name)}/">{escape(name.replace("_", " "))}</a>\n' for name in FRONTS)
    (folder / "index.html").write_text(
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Scenes</title>\n<ul>\n{links}</ul>\n',
        encoding="utf-8",
    )
    return list(FRONTS)


def write_files(files: Iterable[tuple[str, RenderedFile]], folder: Path) -> None:
    for path, file in files:
        target = folder / path
        if file.content_type.startswith("text/html"):
            target /= "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.body)


def pages_of(part: FrontPart, *, base_path: str) -> Iterator[tuple[str, RenderedFile]]:
    """The front page and all that it leads to."""
    yield from render_front(part, base_path=base_path).items()
    for incident in part.latest_incidents:
        yield from render_incident(an_incident_part(incident, page=part.page), base_path=base_path).items()
    months = [link.month for link in part.months]
    for month in months:
        found = [each for each in part.latest_incidents if f"{each.created_at:%Y-%m}" == month]
        filed = a_month(*found, month=month, months=months, page=part.page)
        yield from render_month(filed, base_path=base_path).items()
