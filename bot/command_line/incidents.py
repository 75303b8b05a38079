"""`stormlamp incident …`: what a responder does, without Slack."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.command_line.amendments import backfill, cancel, correct, edit, publish, retract
from bot.command_line.arguments import minutes, read_component_statuses, read_message
from bot.command_line.database import on_database
from bot.command_line.incident_options import (
    EVERYBODY,
    AsIsOption,
    AsOption,
    ComponentOption,
    ImpactOption,
    IncidentArgument,
    MessageOption,
    NextUpdateOption,
    StatusOption,
    actor_named,
    by_id,
    page_state,
    report,
    report_components,
)
from bot.command_line.incident_views import list_incidents, show_incident
from bot.command_line.records import postmortem, timeline
from bot.domain.incident import IncidentStatus
from bot.domain.state import Found
from bot.domain.vocabulary import impact as read_impact
from bot.domain.vocabulary import incident_status
from bot.settings import read_settings
from bot.use_cases.change_incident import KEEP, Draft
from bot.use_cases.clock import utc_now
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.find_pages import FindPages
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.post_update import PostUpdate
from bot.use_cases.reopen_incident import ReopenIncident
from bot.use_cases.resolve_incident import ResolveIncident
from storage.database import Database

app = typer.Typer(no_args_is_help=True, help="Declare, update, resolve, reopen, list and show incidents.")


@app.command(
    epilog='Example: stormlamp incident declare --title "Website loading slowly" '
    '--message "We are looking into it." --component Website=degraded'
)
def declare(
    title: Annotated[str, typer.Option(help="A few words on what people notice.")],
    message: MessageOption,
    page: Annotated[str | None, typer.Option(help="The page's slug; needed where there are several.")] = None,
    status: StatusOption = None,
    component: ComponentOption = None,
    impact: ImpactOption = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="In Slack only, until `incident publish` brings it to the page.")
    ] = False,
    next_update_in: NextUpdateOption = None,
    as_is: AsIsOption = False,
    author: AsOption = None,
) -> None:
    """Declare an incident: it is on its page at once, and in Slack as soon as that can be reached."""
    settings = read_settings()
    actor = actor_named(author)
    body = read_message(message)
    statuses = read_component_statuses(component or ())

    async def act(database: Database) -> Found:
        state = await page_state(FindPages(database), page)
        declaration = Declaration(
            page_id=state.page.id,
            title=title,
            message=body,
            status=IncidentStatus.INVESTIGATING if status is None else incident_status(status),
            components=by_id(state.catalogue, state.page, statuses),
            impact=None if impact is None else read_impact(impact),
            is_internal=internal,
            next_update_in=minutes(next_update_in),
            confirmed_words=as_is,
        )
        verb = DeclareIncident(database, utc_now, EVERYBODY, words=settings.public_words)
        declared = await verb(declaration, actor=actor, origin=COMMAND_LINE)
        return await FindIncidents(database).by_number(declared.number)

    report(settings, on_database(settings, act), "declared")


@app.command(epilog='Example: stormlamp incident update INC-7 --status id --message "A full disk. We are making room."')
def update(
    incident: IncidentArgument,
    message: MessageOption,
    status: StatusOption = None,
    component: ComponentOption = None,
    impact: ImpactOption = None,
    next_update_in: NextUpdateOption = None,
    as_is: AsIsOption = False,
    author: AsOption = None,
) -> None:
    """Post an update. Components that are named change or come in; the others stay as they are."""
    settings = read_settings()
    actor = actor_named(author)
    body = read_message(message)
    statuses = read_component_statuses(component or ())

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        found = await find.by_reference(incident)
        draft = Draft(
            number=found.incident.number,
            message=body,
            status=None if status is None else incident_status(status),
            components={**found.incident.components, **by_id(found.catalogue, found.page, statuses)}
            if statuses
            else None,
            impact=KEEP if impact is None else read_impact(impact),
            next_update_in=minutes(next_update_in),
            confirmed_words=as_is,
        )
        verb = PostUpdate(database, utc_now, EVERYBODY, words=settings.public_words)
        await verb(draft, actor=actor, origin=COMMAND_LINE)
        return await find.by_number(found.incident.number)

    report(settings, on_database(settings, act), "updated")


@app.command(epilog='Example: stormlamp incident resolve INC-7 --message "All is well again."')
def resolve(
    incident: IncidentArgument, message: MessageOption, as_is: AsIsOption = False, author: AsOption = None
) -> None:
    """Resolve an incident; components that no other open incident affects return to operational."""
    settings = read_settings()
    actor = actor_named(author)
    body = read_message(message)

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        draft = Draft(number=(await find.by_reference(incident)).incident.number, message=body, confirmed_words=as_is)
        verb = ResolveIncident(database, utc_now, EVERYBODY, words=settings.public_words)
        await verb(draft, actor=actor, origin=COMMAND_LINE)
        return await find.by_number(draft.number)

    found = on_database(settings, act)
    report(settings, found, "resolved")
    report_components(found)


@app.command(epilog='Example: stormlamp incident reopen INC-7 --message "It is back."')
def reopen(
    incident: IncidentArgument, message: MessageOption, as_is: AsIsOption = False, author: AsOption = None
) -> None:
    """Reopen a resolved incident, with the component statuses that stood before its resolution."""
    settings = read_settings()
    actor = actor_named(author)
    body = read_message(message)

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        draft = Draft(number=(await find.by_reference(incident)).incident.number, message=body, confirmed_words=as_is)
        verb = ReopenIncident(database, utc_now, EVERYBODY, words=settings.public_words)
        await verb(draft, actor=actor, origin=COMMAND_LINE)
        return await find.by_number(draft.number)

    report(settings, on_database(settings, act), "reopened")


app.command("correct")(correct)
app.command("retract")(retract)
app.command("edit")(edit)
app.command("cancel")(cancel)
app.command("publish")(publish)
app.command("backfill")(backfill)
app.command("timeline")(timeline)
app.command("postmortem")(postmortem)
app.command("list")(list_incidents)
app.command("show")(show_incident)
