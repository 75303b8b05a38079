"""`stormlamp doctor`: is everything well, and what to do about what is not."""

from __future__ import annotations

import contextlib

import typer

from bot.command_line.database import ANSWERS_WITHIN, on_database_as_it_is
from bot.command_line.output import say
from bot.delivery.doctor import Doctor
from bot.domain.errors import TryAgain
from bot.domain.finding import Finding
from bot.examination import doctor_of
from bot.settings import Mode, Settings
from bot.slack.client import make_client
from bot.status_page.targets.target import parse_targets
from bot.use_cases.clock import utc_now
from storage.database import Database


def examine_everything(settings: Settings) -> None:
    """Ends with exit code 1 where something is not well."""

    async def look(database: Database) -> list[Finding]:
        # What keeps us from that is among the findings.
        with contextlib.suppress(TryAgain):
            await database.migrate()
        return list(await _doctor(settings, database)())

    findings = on_database_as_it_is(settings.database_url, look, answers_within=ANSWERS_WITHIN)
    for finding in findings:
        say(f"{'ok ' if finding.is_ok else 'NOT'}  {finding.subject}: {finding.detail}")
        if not finding.is_ok and finding.way_out:
            say(f"     {finding.way_out}")
    if not all(finding.is_ok for finding in findings):
        raise typer.Exit(1)


def _doctor(settings: Settings, database: Database) -> Doctor:
    token = settings.slack_bot_token
    configured = settings.mode is not Mode.NONE and token is not None
    client = make_client(token.get_secret_value(), settings.slack_api_url) if configured and token else None
    targets = parse_targets(settings.publish_to)
    return doctor_of(settings, database, targets, client, base_url=settings.base_url, clock=utc_now)
