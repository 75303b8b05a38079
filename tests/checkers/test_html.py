"""Every kind of page is valid: the Nu Html Checker, which also checks their styles and our pictures, finds nothing."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bot.domain.component import ComponentStatus
from bot.domain.incident import IncidentStatus
from bot.status_page.feeds import render_feeds
from bot.status_page.preview.parts import NOW, a_component, a_front, a_page, an_incident, an_incident_part
from bot.status_page.preview.writing import pages_of, write_files, write_preview
from bot.status_page.renderer import render_incident
from bot.status_page.snapshot import AffectedView, IncidentPart
from tests.tools import node_modules, tool

pytestmark = pytest.mark.timeout(300)  # the checker may have to be fetched first

#: Words from right to left, words with marks of their own, words without spaces.
_ALL_OF = {"in_ar", "in_fr", "in_ja"}
ATOM = "{http://www.w3.org/2005/Atom}"
ALL_MARKDOWN = """\
# A heading

A line, **bold**, *slanted*, ~~gone~~, `code`, <https://example.com> and [a link](https://example.com/?a=1&b=2).
Another line, a <b>tag</b>, ![a picture](https://example.com/it.png) & an ampersand.

> A quotation
>
> - with a list

1. One
   - one and a half

     with a paragraph
2. Two

---

    indented <code>

```python
fenced = True
```
"""


#: A file has no 'self' that script and logo could come from; that browsers take them from one, other tests show.
_OF_A_FILE = re.compile(
    r"Resource violates Content Security Policy \(meta tag\): "
    r"(external script|image) “/[\w-]+/[a-z]+-[0-9a-f]+\.(js|svg)” blocked by “(script|img)-src” directive\."
)


def all_that_an_incident_can_tell() -> IncidentPart:
    component = a_component("API", ComponentStatus.MAJOR_OUTAGE, group="Website")
    incident = an_incident(
        'Quotes "here", <tags> & an ampersand',
        (IncidentStatus.INVESTIGATING, ALL_MARKDOWN),
        (IncidentStatus.IDENTIFIED, "Nobody is to read this any more."),
        (IncidentStatus.MONITORING, ALL_MARKDOWN),
        components=[component],
    )
    began, withdrawn, corrected = incident.updates
    affected = AffectedView(
        component=component, old_status=ComponentStatus.OPERATIONAL, new_status=ComponentStatus.MAJOR_OUTAGE
    )
    updates = (
        began.model_copy(update={"affected": (affected,)}),
        withdrawn.model_copy(update={"is_withdrawn": True}),
        corrected.model_copy(update={"corrected_at": NOW}),
    )
    told = {"updates": updates, "postmortem": ALL_MARKDOWN, "next_update_at": NOW}
    return an_incident_part(incident.model_copy(update=told))


async def complaints(folder: Path) -> list[str]:
    """Of all pages, style sheets and pictures in it."""
    java = tool("java", debian="default-jre-headless")
    jar = (await asyncio.to_thread(node_modules)) / "vnu-jar" / "build" / "dist" / "vnu.jar"
    options = ("--stdout", "--exit-zero-always", "--format", "json", "--skip-non-html", "--also-check-svg")
    checker = await asyncio.create_subprocess_exec(
        java, "-jar", str(jar), *options, str(folder), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await checker.communicate()
    assert checker.returncode == 0
    messages: list[dict[str, Any]] = json.loads(out)["messages"]
    return [
        f"{each.get('url', '')}: {each['message']} {each.get('extract', '')}"
        for each in messages
        if not _OF_A_FILE.fullmatch(each["message"])
    ]


def leave_out_what_is_alike(folder: Path) -> None:
    """Of most languages their front page stays, and of hundreds of pictures a few: each takes the checker a while."""
    for scene in folder.glob("in_*"):
        if scene.name not in _ALL_OF:
            for page in (*scene.glob("*/*/index.html"), *scene.rglob("*.svg")):
                page.unlink()
    for badge in sorted((folder / "three_hundred_components" / "badge").iterdir())[10:]:
        badge.unlink()


async def test_every_page_every_picture_and_all_that_can_be_written_is_valid(tmp_path: Path) -> None:
    await asyncio.to_thread(write_preview, tmp_path)
    leave_out_what_is_alike(tmp_path)
    told = all_that_an_incident_can_tell()
    write_files(render_incident(told, base_path="/told/").items(), tmp_path / "told")
    feed = render_feeds(a_front(open_incidents=[told.incident]))["history.atom"].body
    (content,) = ElementTree.fromstring(feed).iter(f"{ATOM}content")  # noqa: S314 - our own feed
    (tmp_path / "feed.html").write_text(f'<!doctype html><html lang="en"><title>An entry</title>{content.text}')
    without_archive = a_front(page=a_page(has_archive=False), open_incidents=[told.incident])
    write_files(pages_of(without_archive, base_path="/closed/"), tmp_path / "closed")

    assert await complaints(tmp_path) == []


async def test_the_checker_reads_what_it_is_given(tmp_path: Path) -> None:
    """So that its silence means something."""
    (tmp_path / "wrong.html").write_text('<!doctype html><title>A</title><style>p { colour: red }</style><p i="1">')
    (tmp_path / "wrong.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" wrong="1"/>')

    found = "\n".join(await complaints(tmp_path))

    assert "Property “colour” doesn't exist" in found
    assert "Attribute “i” not allowed on element “p”" in found
    assert "Attribute “wrong” not allowed on element “svg”" in found
