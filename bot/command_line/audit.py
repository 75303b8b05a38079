"""`stormlamp audit`: who did what, when and from where."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.command_line.arguments import JsonOption
from bot.command_line.database import on_database
from bot.command_line.output import moment, show_rows
from bot.settings import read_settings
from bot.use_cases.find_incidents import FindIncidents
from storage.database import Database
from storage.repositories.audit import Act


def audit(
    incident: Annotated[str | None, typer.Argument(metavar="[INC-n]", help="Of this incident only.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at the most.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """Show who did what, when and from where, the latest first."""

    async def read(database: Database) -> list[Act]:
        number = None
        if incident is not None:
            number = (await FindIncidents(database).by_reference(incident)).incident.number
        async with database.reading() as uow:
            return list(await uow.audit.latest(limit=limit, incident_number=number))

    acts = on_database(read_settings(), read)
    show_rows(
        [
            {
                "at": moment(act.at),
                "act": act.act,
                "on": f"INC-{act.incident_number}" if act.incident_number is not None else act.page_slug,
                "by": act.actor.name if act.actor.slack_id is None else f"{act.actor.name} ({act.actor.slack_id})",
                "from": act.origin,
                "details": act.details
                if as_json
                else ", ".join(f"{name}: {act.details[name]}" for name in act.details),
            }
            for act in acts
        ],
        as_json=as_json,
        otherwise="Nobody has done anything yet.",
    )
