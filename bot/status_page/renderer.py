"""Makes what the public gets of each part of a snapshot; pure, so the same part gives the same bytes everywhere."""

from __future__ import annotations

from itertools import groupby
from zoneinfo import ZoneInfo

from bot.status_page.api import render_api
from bot.status_page.badge import render_badges
from bot.status_page.cards import card_paths, render_cards
from bot.status_page.discovery import render_discovery
from bot.status_page.embed import EMBED, render_embed
from bot.status_page.feeds import render_feeds
from bot.status_page.languages import language
from bot.status_page.live_script import render_live_script
from bot.status_page.logo import render_logo
from bot.status_page.past_days import past_days
from bot.status_page.rendered import RenderedFile
from bot.status_page.snapshot import (
    ComponentView,
    FrontPart,
    GroupView,
    IncidentPart,
    MonthPart,
    PageView,
)
from bot.status_page.templates import CONTENT_SECURITY_POLICY, fill, tone_of
from bot.status_page.times import Times

__all__ = ["CONTENT_SECURITY_POLICY", "render_front", "render_incident", "render_month", "render_translated"]

_HTML = "text/html; charset=utf-8"

Files = dict[str, RenderedFile]


def render_front(part: FrontPart, *, base_path: str) -> Files:
    """`base_path` begins and ends with a slash; so do those of the other parts."""
    front = _front(part, base_path=base_path)
    files = {"": front, **render_api(part), **render_feeds(part), **render_badges(part), **render_live_script()}
    files |= {**render_embed(part), **render_discovery(part), **render_cards(), **render_logo(part)}
    if not part.months and part.page.has_archive:
        files["history"] = _empty_history(part, base_path=base_path)
    return files


def _front(part: FrontPart, *, base_path: str, asked: str = "") -> RenderedFile:
    return _html(
        "front.html",
        part.page,
        "",
        base_path,
        asked=asked,
        part=part,
        tone=tone_of(part),
        sections=_sections(part),
        days=past_days(part, _times(part.page)),
    )


def _empty_history(part: FrontPart, *, base_path: str, asked: str = "") -> RenderedFile:
    return _html("history.html", part.page, "history", base_path, asked=asked, part=None)


def render_incident(part: IncidentPart, *, base_path: str, asked: str = "") -> Files:
    """`asked` is the query that links to other pages keep."""
    path = f"incidents/{part.incident.id}"
    return {path: _html("incident.html", part.page, path, base_path, asked=asked, part=part)}


def render_month(part: MonthPart, *, base_path: str, asked: str = "") -> Files:
    path = f"history/{part.month}"
    page = _html("history.html", part.page, path, base_path, asked=asked, part=part)
    newest = part.months[0].month if part.months else part.month
    return {path: page, "history": page} if part.month == newest else {path: page}


def _html(
    template: str, page: PageView, path: str, base_path: str, *, asked: str = "", **values: object
) -> RenderedFile:
    body = fill(
        f"status_page/{template}",
        locale=page.locale,
        page=page,
        base=base_path,
        url=f"{page.url}/{path}",
        at=_times(page),
        cards=card_paths(),
        asked=asked,
        **values,
    )
    return RenderedFile(_HTML, body, page.locale)


def render_translated(
    part: FrontPart | IncidentPart | MonthPart, path: str, *, language: str, base_path: str, asked: str = ""
) -> RenderedFile | None:
    """One page in another language than its own; None where the part has nothing at that path."""
    spoken = part.model_copy(update={"page": part.page.model_copy(update={"locale": language})})
    match spoken:
        case IncidentPart():
            return render_incident(spoken, base_path=base_path, asked=asked).get(path)
        case MonthPart():
            return render_month(spoken, base_path=base_path, asked=asked).get(path)
        case FrontPart() if path == "":
            return _front(spoken, base_path=base_path, asked=asked)
        case FrontPart() if path == EMBED:
            return render_embed(spoken)[EMBED]
        case FrontPart() if path == "history" and not spoken.months and spoken.page.has_archive:
            return _empty_history(spoken, base_path=base_path, asked=asked)
        case _:
            return None


def _times(page: PageView) -> Times:
    return Times(ZoneInfo(page.time_zone), language(page.locale).locale)


def _sections(part: FrontPart) -> list[tuple[GroupView | None, list[ComponentView]]]:
    """The components in the order shown, those of a group together with it."""
    groups = {group.id: group for group in part.groups}
    return [
        (groups[group_id] if group_id else None, list(components))
        for group_id, components in groupby(part.components, key=lambda component: component.group_id)
    ]
