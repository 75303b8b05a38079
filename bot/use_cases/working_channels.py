"""Where an incident is worked on, as opposed to where it is only followed."""

from __future__ import annotations

from collections.abc import Sequence

from storage.unit_of_work import UnitOfWork


async def working_channels(uow: UnitOfWork, number: int) -> Sequence[str]:
    """Whom a reminder is for: the incident's own channel alone, if it has one.

    Else not the channels that are tied to the page beside its own, unless there are no others.
    """
    incident = await uow.incidents.by_number(number)
    dedicated = await uow.dedicated_channels.of_incident(number)
    announced = [announcement.channel for announcement in await uow.announcements.of_incident(number)]
    if dedicated is not None and dedicated.channel in announced:
        return [dedicated.channel]
    beside = set(await uow.pages.channels_beside(incident.page_id))
    return [channel for channel in announced if channel not in beside] or announced[:1]
