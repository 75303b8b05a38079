"""The public JSON, in the shapes of Statuspage's v2 API, so that what reads those pages reads ours unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from bot.domain.incident import Impact
from bot.status_page.rendered import RenderedFile
from bot.status_page.snapshot import (
    AffectedView,
    ComponentView,
    FrontPart,
    GroupView,
    IncidentView,
    PageView,
    UpdateView,
)
from bot.status_page.times import timestamp

_CONTENT_TYPE = "application/json; charset=utf-8"

Json = dict[str, object]


def render_api(part: FrontPart) -> dict[str, RenderedFile]:
    page = _page(part.page)
    status = {"indicator": _indicator(part).value, "description": part.headline.text}
    components = [
        *(_group(each, part) for each in part.groups),
        *(_component(each, part.page) for each in part.components),
    ]
    # As the page shows them, wherever an incident names them: an incident knows only what itself does to them.
    shown = {component.id: component for component in part.components}
    every = {each.id: each for each in (*part.open_incidents, *part.latest_incidents)}
    told = {id: _text(_incident(each, part.page, shown)) for id, each in every.items()}
    newest_first = sorted(part.open_incidents, key=lambda incident: incident.created_at, reverse=True)
    unresolved = [told[each.id] for each in newest_first]
    latest = [told[each.id] for each in part.latest_incidents]
    no_maintenances: list[Json] = []
    answers: dict[str, Json] = {
        "summary": {
            "page": page,
            "components": components,
            "incidents": [],
            "scheduled_maintenances": no_maintenances,
            "status": status,
        },
        "status": {"page": page, "status": status},
        "components": {"page": page, "components": components},
        "incidents": {"page": page, "incidents": []},
        "incidents/unresolved": {"page": page, "incidents": []},
        "scheduled-maintenances": {"page": page, "scheduled_maintenances": no_maintenances},
        "scheduled-maintenances/upcoming": {"page": page, "scheduled_maintenances": no_maintenances},
        "scheduled-maintenances/active": {"page": page, "scheduled_maintenances": no_maintenances},
    }
    listed = {"summary": unresolved, "incidents": latest, "incidents/unresolved": unresolved}
    return {f"api/v2/{name}.json": _file(answer, listed.get(name, ())) for name, answer in answers.items()}


def _indicator(part: FrontPart) -> Impact:
    """Under maintenance nothing has failed: `none` says so to clients that do not know the word."""
    indicator = part.headline.indicator
    is_unknown = indicator is Impact.MAINTENANCE and not part.page.indicates_maintenance
    return Impact.NONE if is_unknown else indicator


def _file(answer: Json, incidents: Iterable[str]) -> RenderedFile:
    """`incidents` are written already, once for all answers that list them; within a string nothing looks like that."""
    text = _text(answer).replace('"incidents":[]', f'"incidents":[{",".join(incidents)}]', 1)
    return RenderedFile(_CONTENT_TYPE, text.encode())


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _page(page: PageView) -> Json:
    return {
        "id": page.id,
        "name": page.name,
        "url": page.url,
        "time_zone": page.time_zone,
        "updated_at": timestamp(page.updated_at),
    }


def _row(row: GroupView | ComponentView, page: PageView) -> Json:
    """What groups and components have in common: in this API a group is a component that holds others."""
    return {
        "id": row.id,
        "name": row.name,
        "status": row.status.value,
        "created_at": timestamp(row.created_at),
        "updated_at": timestamp(row.updated_at),
        "position": row.position,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": page.id,
        "group": False,
        "only_show_if_degraded": False,
    }


def _group(group: GroupView, part: FrontPart) -> Json:
    members = [component.id for component in part.components if component.group_id == group.id]
    return _row(group, part.page) | {"group": True, "components": members}


def _component(component: ComponentView, page: PageView) -> Json:
    return _row(component, page) | {"description": component.description or None, "group_id": component.group_id}


def _incident(incident: IncidentView, page: PageView, shown: Mapping[str, ComponentView]) -> Json:
    return {
        "id": incident.id,
        "name": incident.title,
        "status": "postmortem" if incident.postmortem else incident.status.value,
        "created_at": timestamp(incident.created_at),
        "updated_at": timestamp(incident.updated_at),
        "monitoring_at": _timestamp_or_null(incident.monitoring_at),
        "resolved_at": _timestamp_or_null(incident.resolved_at),
        "impact": incident.impact.value,
        "shortlink": f"{page.url}/incidents/{incident.id}",
        "started_at": timestamp(incident.started_at),
        "page_id": page.id,
        "incident_updates": [_update(each, incident.id) for each in reversed(incident.updates)],
        "components": [_component(shown.get(each.id, each), page) for each in incident.components],
        "reminder_intervals": None,
    }


@lru_cache(maxsize=4_096)
def _update(update: UpdateView, incident_id: str) -> Json:
    """Made once, like the update itself: nobody changes it."""
    at = timestamp(update.created_at)
    changed_at = timestamp(update.corrected_at or update.created_at)
    return {
        "id": update.id,
        "status": update.status.value,
        "body": update.body,
        "incident_id": incident_id,
        "created_at": at,
        "updated_at": changed_at,
        "display_at": at,
        "affected_components": _affected(update.affected) or None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _affected(affected: Iterable[AffectedView]) -> list[Json]:
    return [
        {
            "code": each.component.id,
            "name": each.component.full_name,
            "old_status": each.old_status.value,
            "new_status": each.new_status.value,
        }
        for each in affected
    ]


def _timestamp_or_null(moment: datetime | None) -> str | None:
    return timestamp(moment) if moment else None
