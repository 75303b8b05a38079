"""`stormlamp incident timeline`, `incident postmortem` and `stats`: what the record says afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.blocks.stats import stats_lines
from bot.command_line.arguments import read_message
from bot.command_line.database import on_database
from bot.command_line.incident_options import EVERYBODY, AsIsOption, AsOption, IncidentArgument, actor_named, report
from bot.command_line.output import say
from bot.domain.errors import Invalid
from bot.domain.postmortem import postmortem_draft
from bot.domain.state import Found
from bot.domain.timeline import Format, written
from bot.settings import read_settings
from bot.use_cases.clock import utc_now
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.publish_postmortem import PublishPostmortem
from bot.use_cases.read_stats import ReadStats
from bot.use_cases.read_timeline import ReadTimeline, Record
from storage.database import Database


def timeline(
    incident: IncidentArgument,
    form: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.MARKDOWN,
) -> None:
    """Print the whole record of an incident: updates, statuses, notes, corrections, who and when."""
    record = _record(incident)
    say(written(record.found, record.entries, form).rstrip("\n"))


def postmortem(
    incident: IncidentArgument,
    publish: Annotated[
        str | None, typer.Option(metavar="FILE", help="Publish this text, in Markdown; - reads standard input.")
    ] = None,
    as_is: AsIsOption = False,
    author: AsOption = None,
) -> None:
    """Print a draft of a postmortem made of the record, or publish a finished one below the public incident."""
    if publish is None:
        record = _record(incident)
        say(postmortem_draft(record.found, record.entries).rstrip("\n"))
        return
    settings = read_settings()
    actor = actor_named(author)
    text = read_message("-") if publish == "-" else _read(Path(publish))

    async def act(database: Database) -> Found:
        find = FindIncidents(database)
        number = (await find.by_reference(incident)).incident.number
        verb = PublishPostmortem(database, utc_now, EVERYBODY, words=settings.public_words)
        await verb(number, text, actor=actor, origin=COMMAND_LINE, confirmed_words=as_is)
        return await find.by_number(number)

    report(settings, on_database(settings, act), "has a postmortem")


def stats(days: Annotated[int, typer.Argument(min=1, max=9999, help="Of how many days.")] = 30) -> None:
    """Count the incidents of the last days by page and impact, with how long people waited."""

    async def read(database: Database) -> list[str]:
        return stats_lines(await ReadStats(database, utc_now)(days))

    for line in on_database(read_settings(), read):
        say(line)


def _record(reference: str) -> Record:
    async def read(database: Database) -> Record:
        number = (await FindIncidents(database).by_reference(reference)).incident.number
        return await ReadTimeline(database)(number)

    return on_database(read_settings(), read)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} can't be read as text: {type(error).__name__}.", field="postmortem") from error
