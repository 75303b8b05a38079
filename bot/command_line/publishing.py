"""`stormlamp publish`: the whole publication, to every target."""

from __future__ import annotations

import typer

from bot.command_line.database import on_database
from bot.command_line.output import say
from bot.delivery.addresses import Addresses
from bot.delivery.publishing import Published, PublishEverything
from bot.domain.errors import Invalid
from bot.settings import Settings
from bot.status_page.targets.target import parse_targets
from bot.use_cases.clock import utc_now
from bot.use_cases.take_snapshot import TakeSnapshot
from storage.database import Database

_FAILED = 1


def publish_everything(settings: Settings, *, force: bool) -> None:
    """Raises Invalid, and ends with exit code 1 where a target could not be written."""
    if not settings.publish_to:
        raise Invalid(
            "STORMLAMP_PUBLISH_TO names no place to publish to. Set it, such as to file:///var/www/status.",
            field="STORMLAMP_PUBLISH_TO",
        )
    published = on_database(settings, lambda database: _publish(database, settings, force=force))
    if any(each.error for each in published):
        raise typer.Exit(_FAILED)


async def _publish(database: Database, settings: Settings, *, force: bool) -> list[Published]:
    addresses = Addresses(settings.base_url)
    every_page = PublishEverything(
        database,
        TakeSnapshot(database, utc_now, addresses.url_of, stale_after=settings.stale_after),
        addresses,
        parse_targets(settings.publish_to),
        utc_now,
        force=force,
    )
    published = []
    async for each in every_page():
        say(f"{each.page.slug} → {each.target}: {_outcome(each)}")
        published.append(each)
    return published


def _outcome(published: Published) -> str:
    if published.error:
        return f"failed. {published.error}"
    written = published.written
    if written.written == written.removed == 0:
        return "all was right."
    return f"{written.written} files written, {written.removed} removed."
