"""The effects that a change owes to Slack, as they stand in the outbox.

They carry ids only: what a message says is made of the record when it is delivered, so that a late one is not stale.
Only an answer carries what it says: it is about the moment in which somebody asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.domain.errors import UnknownIncident
from bot.domain.incident import Incident
from bot.domain.nudge import NudgeKind
from storage.outbox import Owed
from storage.unit_of_work import UnitOfWork


class _Effect(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _OfIncident(_Effect):
    incident: int


class Announce(_OfIncident):
    """Post the announcement in the stream's channel."""

    kind: Literal["announce"] = "announce"


class EditAnnouncement(_OfIncident):
    """Bring the announcement up to date."""

    kind: Literal["edit_announcement"] = "edit_announcement"


class PostReply(_OfIncident):
    """Post an update in the announcement's thread, and in the channel too with `broadcast`."""

    kind: Literal["post_reply"] = "post_reply"
    update: str
    broadcast: bool


class EditReply(_OfIncident):
    """Say in the reply how far the page is with its update."""

    kind: Literal["edit_reply"] = "edit_reply"
    update: str


class PointToThread(_OfIncident):
    """Tell a responder who used the form in `origin` where the thread is."""

    kind: Literal["point_to_thread"] = "point_to_thread"
    user: str
    origin: str


class PostHandoff(_OfIncident):
    """Ask a user in the thread to take the lead."""

    kind: Literal["post_handoff"] = "post_handoff"
    user: str
    by: str


class PostNudge(_OfIncident):
    """Remind the thread of what is due after that update."""

    kind: Literal["post_nudge"] = "post_nudge"
    update: str
    nudge: NudgeKind


class MakeChannel(_OfIncident):
    """Make the incident's own channel. Its stream is the incident's reference."""

    kind: Literal["make_channel"] = "make_channel"


class FurnishChannel(_OfIncident):
    """Bring topic, bookmark and members of the incident's own channel up to date."""

    kind: Literal["furnish_channel"] = "furnish_channel"


class ArchiveChannel(_OfIncident):
    """Put the incident's own channel away."""

    kind: Literal["archive_channel"] = "archive_channel"


class TellBarred(_OfIncident):
    """Tell the user whose stream it is that a channel does not let us in with that row. `reason` is Slack's error."""

    kind: Literal["tell_barred"] = "tell_barred"
    about: int
    reason: str


class TellSetAside(_OfIncident):
    """Tell the user whose stream it is that this row was set aside."""

    kind: Literal["tell_set_aside"] = "tell_set_aside"
    about: int
    reason: str


class TellNotMade(_OfIncident):
    """Tell the user whose stream it is that the incident got no channel of its own. `reason` is Slack's error."""

    kind: Literal["tell_not_made"] = "tell_not_made"
    is_private: bool
    reason: str


class PostAnswer(_Effect):
    """Answer what a user asked for by a mention in `channel`: in its thread, or shown to nobody else."""

    kind: Literal["post_answer"] = "post_answer"
    user: str
    channel: str
    thread: str | None
    is_for_all: bool
    text: str
    blocks: list[dict[str, Any]]


Notice = TellBarred | TellSetAside | TellNotMade
#: They tell of failures, so their own are told to nobody.
NOTICES = frozenset(str(notice.model_fields["kind"].default) for notice in get_args(Notice))
#: They go to one person's direct messages, whatever stream they are in: a refusal says nothing of the stream.
PERSONAL = NOTICES | {str(PointToThread.model_fields["kind"].default)}

Effect = Annotated[
    Announce
    | EditAnnouncement
    | PostReply
    | EditReply
    | PointToThread
    | PostNudge
    | PostHandoff
    | MakeChannel
    | FurnishChannel
    | ArchiveChannel
    | TellBarred
    | TellSetAside
    | TellNotMade
    | PostAnswer,
    Field(discriminator="kind"),
]
#: These bring up to date what is there. As long as Slack wants no more of them, they hold back nothing that is new.
YIELDING = frozenset({"edit_announcement", "edit_reply", "furnish_channel"})
_EFFECT: TypeAdapter[Effect] = TypeAdapter(Effect)


def effect_of(owed: Owed) -> Effect:
    return _EFFECT.validate_python({"kind": owed.kind, **owed.payload})


async def incident_of(uow: UnitOfWork, owed: Owed) -> Incident | None:
    """None for what another version of Stormlamp owes, or for an incident that is not there."""
    try:
        return await uow.incidents.by_number(owed.payload["incident"])
    except (KeyError, UnknownIncident):
        return None


async def owe(uow: UnitOfWork, effect: Effect, *, channel: str, now: datetime) -> None:
    """Streams are channels, and users for direct messages: what is owed to one is delivered in order."""
    payload = payload_of(effect)
    again_at = None
    if effect.kind in YIELDING:
        # Slack has said how long that has to wait.
        again_at = await uow.outbox.postponed_until(stream=channel, kind=effect.kind, payload=payload, now=now)
    await uow.outbox.add(stream=channel, kind=effect.kind, payload=payload, now=now, due_at=again_at)


def payload_of(effect: Effect) -> dict[str, object]:
    return effect.model_dump(mode="json", exclude={"kind"})
