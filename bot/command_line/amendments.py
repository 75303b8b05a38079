"""`stormlamp incident correct`, `retract`, `edit`, `cancel`, `publish` and `backfill`: set right what was wrong."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.command_line.arguments import kept_unless, read_component_statuses, read_message, read_time
from bot.command_line.database import on_database
from bot.command_line.incident_options import (
    EVERYBODY,
    AsIsOption,
    AsOption,
    ComponentOption,
    ImpactOption,
    IncidentArgument,
    MessageOption,
    StatusOption,
    UpdateOption,
    actor_named,
    by_id,
    page_state,
    report,
)
from bot.domain.state import Found
from bot.domain.vocabulary import impact as read_impact
from bot.domain.vocabulary import incident_status
from bot.settings import read_settings
from bot.use_cases.backfill_incident import BackfillIncident, PastIncident
from bot.use_cases.cancel_incident import CancelIncident
from bot.use_cases.change_incident import Draft
from bot.use_cases.clock import utc_now
from bot.use_cases.correct_update import CorrectUpdate
from bot.use_cases.edit_incident import EditIncident, IncidentEdit
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.find_pages import FindPages
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.publish_incident import PublishIncident
from bot.use_cases.retract_update import RetractUpdate
from storage.database import Database


def correct(
    incident: IncidentArgument,
    message: MessageOption,
    update: UpdateOption = None,
    as_is: AsIsOption = False,
    author: AsOption = None,
) -> None:
    """Change the text of an update; the page says that it was corrected, the record keeps both."""
    settings = read_settings()
    actor = actor_named(author)
    body = read_message(message)

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        found = (await find.by_reference(incident)).incident
        verb = CorrectUpdate(database, utc_now, EVERYBODY, words=settings.public_words)
        position = update or len(found.updates)
        await verb(found.number, position, body, actor=actor, origin=COMMAND_LINE, confirmed_words=as_is)
        return await find.by_number(found.number)

    report(settings, on_database(settings, act), "corrected")


def retract(incident: IncidentArgument, update: UpdateOption = None, author: AsOption = None) -> None:
    """Withdraw the text of an update; the page says so, the record keeps it."""
    settings = read_settings()
    actor = actor_named(author)

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        found = (await find.by_reference(incident)).incident
        verb = RetractUpdate(database, utc_now, EVERYBODY)
        await verb(found.number, update or len(found.updates), actor=actor, origin=COMMAND_LINE)
        return await find.by_number(found.number)

    report(settings, on_database(settings, act), "update withdrawn")


def edit(
    incident: IncidentArgument,
    title: Annotated[str | None, typer.Option(help="A few words on what people notice.")] = None,
    impact: ImpactOption = None,
    component: ComponentOption = None,
    started: Annotated[
        str | None, typer.Option(help="When it began, such as 2026-11-23T14:05, in the page's zone.")
    ] = None,
    as_is: AsIsOption = False,
    author: AsOption = None,
) -> None:
    """Change title, impact, components or start of an incident without an update; what is not given stays."""
    settings = read_settings()
    actor = actor_named(author)
    statuses = read_component_statuses(component or ())

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        found = await find.by_reference(incident)
        named = by_id(found.catalogue, found.page, statuses)
        change = IncidentEdit(
            number=found.incident.number,
            title=title,
            started_at=None if started is None else read_time(started, name="started", time_zone=found.page.time_zone),
            components={**found.incident.components, **named} if named else None,
            impact=kept_unless(None if impact is None else read_impact(impact)),
            confirmed_words=as_is,
        )
        verb = EditIncident(database, utc_now, EVERYBODY, words=settings.public_words)
        await verb(change, actor=actor, origin=COMMAND_LINE)
        return await find.by_number(found.incident.number)

    report(settings, on_database(settings, act), "edited")


def cancel(
    incident: IncidentArgument,
    reason: Annotated[str, typer.Option(help="Why it was no incident; not public.")],
    author: AsOption = None,
) -> None:
    """Cancel an incident that was declared by mistake: it leaves the page, and stays in the record."""
    settings = read_settings()
    actor = actor_named(author)

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        number = (await find.by_reference(incident)).incident.number
        await CancelIncident(database, utc_now, EVERYBODY)(number, reason, actor=actor, origin=COMMAND_LINE)
        return await find.by_number(number)

    report(settings, on_database(settings, act), "cancelled")


def publish(
    incident: IncidentArgument,
    message: MessageOption,
    status: StatusOption = None,
    as_is: AsIsOption = False,
    author: AsOption = None,
) -> None:
    """Bring an internal incident to its page: the public reads this message, and nothing that was said before."""
    settings = read_settings()
    actor = actor_named(author)
    body = read_message(message)

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        number = (await find.by_reference(incident)).incident.number
        draft = Draft(
            number=number,
            message=body,
            status=None if status is None else incident_status(status),
            confirmed_words=as_is,
        )
        verb = PublishIncident(database, utc_now, EVERYBODY, words=settings.public_words)
        await verb(draft, actor=actor, origin=COMMAND_LINE)
        return await find.by_number(number)

    report(settings, on_database(settings, act), "published")


def backfill(
    title: Annotated[str, typer.Option(help="A few words on what people noticed.")],
    message: MessageOption,
    resolution: Annotated[str, typer.Option(help="What the public reads about its end, in Markdown.")],
    started: Annotated[str, typer.Option(help="When it began, such as 2026-11-23T14:05, in the page's zone.")],
    resolved: Annotated[str, typer.Option(help="When it was over, likewise.")],
    page: Annotated[str | None, typer.Option(help="The page's slug; needed where there are several.")] = None,
    component: ComponentOption = None,
    impact: ImpactOption = None,
    as_is: AsIsOption = False,
    author: AsOption = None,
) -> None:
    """Add an incident of the past with its own times: it is in the history, and Slack is told nothing."""
    settings = read_settings()
    actor = actor_named(author)
    body = read_message(message)
    statuses = read_component_statuses(component or ())

    async def act(database: Database) -> Found:
        state = await page_state(FindPages(database), page)
        zone = state.page.time_zone
        past = PastIncident(
            page_id=state.page.id,
            title=title,
            message=body,
            resolution=resolution,
            started_at=read_time(started, name="started", time_zone=zone),
            resolved_at=read_time(resolved, name="resolved", time_zone=zone),
            components=by_id(state.catalogue, state.page, statuses),
            impact=None if impact is None else read_impact(impact),
            confirmed_words=as_is,
        )
        verb = BackfillIncident(database, utc_now, EVERYBODY, words=settings.public_words)
        added = await verb(past, actor=actor, origin=COMMAND_LINE)
        return await FindIncidents(database).by_number(added.number)

    report(settings, on_database(settings, act), "backfilled")
