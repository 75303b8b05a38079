"""`stormlamp incident list` and `show`: what the record says."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.command_line.arguments import JsonOption
from bot.command_line.database import on_database
from bot.command_line.output import moment, say, show_json, show_rows
from bot.delivery.addresses import Addresses
from bot.domain import texts
from bot.domain.state import Found
from bot.domain.wording import COMPONENT_STATUS, IMPACT, INCIDENT_STATUS, duration
from bot.settings import Settings, read_settings
from bot.use_cases.find_incidents import FindIncidents


class Which(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
    ALL = "all"


_RESOLVED = {Which.OPEN: False, Which.RESOLVED: True, Which.ALL: None}
_NOTHING = {
    Which.OPEN: "No incident is open.",
    Which.RESOLVED: "No incident has been resolved yet.",
    Which.ALL: "There has been no incident yet.",
}


def list_incidents(
    which: Annotated[Which, typer.Argument(help="Which incidents.")] = Which.OPEN,
    limit: Annotated[int, typer.Option(min=1, help="How many at the most.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List incidents, the newest first."""
    settings = read_settings()
    listing = on_database(
        settings, lambda database: FindIncidents(database).listed(resolved=_RESOLVED[which], per_leaf=limit)
    )
    show_rows(
        [
            {
                "incident": found.incident.reference,
                "page": found.page.slug,
                "status": found.incident.status.value,
                "impact": found.incident.impact.value,
                "title": found.incident.title,
                "components": [found.catalogue.name(id) for id in found.incident.components],
                "updated": moment(found.incident.updated_at),
            }
            for found in listing.incidents
        ],
        as_json=as_json,
        otherwise=_NOTHING[which],
    )
    if not as_json and listing.total > len(listing.incidents):
        say(f"{len(listing.incidents)} of {listing.total} shown; --limit {listing.total} shows all.")


def show_incident(
    incident: Annotated[str, typer.Argument(metavar="INC-n", help="The incident, such as INC-7.")],
    as_json: JsonOption = False,
) -> None:
    """Show an incident with all of its updates."""
    settings = read_settings()
    found = on_database(settings, lambda database: FindIncidents(database).by_reference(incident))
    if as_json:
        show_json(_document(settings, found))
    else:
        _show(settings, found)


def _show(settings: Settings, found: Found) -> None:
    incident = found.incident
    affected = [
        f"{found.catalogue.name(id)}: {texts.say(COMPONENT_STATUS[each])}" for id, each in incident.components.items()
    ]
    details = {
        "Status": texts.say(INCIDENT_STATUS[incident.status]),
        "Impact": texts.say(IMPACT[incident.impact]),
        "Page": f"{found.page.name} ({found.page.slug})",
        "Components": "; ".join(affected) or "none named: it concerns the whole page",
        "Declared": moment(incident.created_at),
        "Address": _address(settings, found) or "none: the public does not see it",
    }
    if incident.started_at != incident.created_at:
        details["Started"] = moment(incident.started_at)
    if incident.cancellation is not None:
        cancelled = incident.cancellation
        details["Cancelled"] = f"{moment(cancelled.at)}, by {cancelled.author.name}: {cancelled.reason}"
    if incident.duration is not None:
        details["Took"] = duration(incident.duration)
    say(f"{incident.reference}  {incident.title}")
    for name, value in details.items():
        say(f"  {name:<10}  {value}")
    for update in incident.updates:
        marks = ", internal" if update.is_internal else ""
        status = texts.say(INCIDENT_STATUS[update.status])
        say(f"\n{moment(update.created_at)}  {status}, by {update.author.name}{marks}")
        for line in update.message.splitlines():
            say(f"  {line}".rstrip())
        for correction in update.corrections:
            say(f"  (changed {moment(correction.at)} by {correction.author.name}; before: {correction.message})")


def _document(settings: Settings, found: Found) -> dict[str, object]:
    incident = found.incident
    return {
        "incident": incident.reference,
        "title": incident.title,
        "page": found.page.slug,
        "status": incident.status,
        "impact": incident.impact,
        "components": {found.catalogue.name(id): status for id, status in incident.components.items()},
        "declared_at": incident.created_at.isoformat(),
        "started_at": incident.started_at.isoformat(),
        "resolved_at": incident.resolved_at.isoformat() if incident.resolved_at else None,
        "cancelled": incident.cancellation.reason if incident.cancellation else None,
        "internal": incident.is_internal,
        "address": _address(settings, found),
        "announced_in": [announcement.channel for announcement in found.announcements],
        "updates": [
            {
                "status": update.status,
                "message": update.message,
                "author": update.author.name,
                "created_at": update.created_at.isoformat(),
                "internal": update.is_internal,
                "withdrawn": update.is_withdrawn,
                "before": [correction.message for correction in update.corrections],
            }
            for update in incident.updates
        ],
    }


def _address(settings: Settings, found: Found) -> str | None:
    if not found.incident.is_public:
        return None
    return Addresses(settings.base_url).permalink(found.page, found.incident)
