"""What a change of an incident owes to its channels: the announcement, a reply, an edit, a pointer to the thread."""

from __future__ import annotations

from datetime import datetime

from bot.domain.incident import Incident, IncidentStatus
from bot.domain.page import Page
from bot.use_cases.actor import Actor
from bot.use_cases.dedicated_channels import announce_in, furnish_channel
from bot.use_cases.effects import EditAnnouncement, PointToThread, PostReply, owe
from bot.use_cases.origin import Origin
from storage.repositories.replies import Reply
from storage.unit_of_work import UnitOfWork


async def tell_slack(
    uow: UnitOfWork,
    incident: Incident,
    page: Page,
    *,
    before: IncidentStatus | None,
    actor: Actor,
    origin: Origin,
    now: datetime,
) -> None:
    """Owe Slack the incident's last update. `before` is the status that it had, None for a new incident."""
    is_new = before is None
    told = [] if is_new else await uow.announcements.of_incident(incident.number)
    channels = [announcement.channel for announcement in told]
    if not channels:
        channels = await _channels_of(uow, page, origin)
        for channel in channels:
            await announce_in(uow, incident, channel, now=now)
    if not channels:
        return
    broadcast = before is not None and _is_news(incident, before, page)
    for channel in channels:
        await uow.replies.add(
            Reply(
                update_id=incident.last_update.id,
                channel=channel,
                page_id=page.id,
                revision=incident.revision,
            )
        )
        reply = PostReply(incident=incident.number, update=incident.last_update.id, broadcast=broadcast)
        await owe(uow, reply, channel=channel, now=now)
        if not is_new:
            await owe(uow, EditAnnouncement(incident=incident.number), channel=channel, now=now)
    if not is_new:
        await furnish_channel(uow, incident, now=now)
    if actor.slack_id is not None and origin.channel is not None and origin.channel not in channels:
        pointer = PointToThread(incident=incident.number, user=actor.slack_id, origin=origin.channel)
        await owe(uow, pointer, channel=channels[0], now=now)


async def _channels_of(uow: UnitOfWork, page: Page, origin: Origin) -> list[str]:
    """The page's own channel first, then those tied to it; without any, where the responder was."""
    beside = await uow.pages.channels_beside(page.id)
    tied = [page.channel, *beside] if page.channel is not None else beside
    return list(dict.fromkeys(tied)) or ([origin.channel] if origin.channel is not None else [])


def _is_news(incident: Incident, before: IncidentStatus, page: Page) -> bool:
    """A resolution is always shown in the channel; other changes of status unless the page's setting says no."""
    if incident.status is before:
        return False
    return page.announce_changes or not incident.is_open
