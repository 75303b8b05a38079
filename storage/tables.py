"""The tables. Nothing outside this package sees a row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, cast

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, MetaData, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact, IncidentStatus
from storage.types import UtcDateTime, by_value

_ID = String(12)
_CHANNEL = String(64)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        dict[str, float]: JSON,
        dict[str, str]: JSON,
        list[str]: JSON,
    }


def table_of(row: type[Base]) -> Table:
    """For statements past the session, whose bookkeeping costs more than what SQLite does for them."""
    return cast(Table, row.__table__)


class SequenceRow(Base):
    """Numbers without gaps: a rolled back declaration gives its number back."""

    __tablename__ = "sequences"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int]


class PageRow(Base):
    """Before `rolled_until` its components' days are counted; None where none is. `links` maps labels to addresses.

    A retired page keeps its slug and its place in the order, in which it stands behind all others.
    """

    __tablename__ = "pages"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    slug: Mapped[str] = mapped_column(String(63), unique=True)
    name: Mapped[str] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(String(64))
    history_days: Mapped[int]
    channel: Mapped[str | None] = mapped_column(_CHANNEL)
    public_url: Mapped[str | None] = mapped_column(Text)
    announce_changes: Mapped[bool]
    position: Mapped[int]
    revision: Mapped[int]
    full_revision: Mapped[int]
    renderer_version: Mapped[int]
    next_change_at: Mapped[datetime]
    rolled_until: Mapped[datetime | None]
    major_weight: Mapped[int]
    partial_weight: Mapped[int]
    degraded_weight: Mapped[int]
    has_archive: Mapped[bool]
    indicates_maintenance: Mapped[bool]
    locale: Mapped[str] = mapped_column(String(16))
    accent: Mapped[str | None] = mapped_column(String(16))
    logo: Mapped[str | None] = mapped_column(String(64))
    links: Mapped[dict[str, str]]
    colours: Mapped[dict[str, str]]
    retired_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class LogoRow(Base):
    """Beside its page, which is read far more often."""

    __tablename__ = "logos"

    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class PageChannelRow(Base):
    """A channel in which the page's incidents are announced, too."""

    __tablename__ = "page_channels"
    __table_args__ = (Index(None, "channel"),)

    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(_CHANNEL, primary_key=True)


class ComponentGroupRow(Base):
    __tablename__ = "component_groups"
    __table_args__ = (UniqueConstraint("page_id", "name"),)

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"))
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ComponentRow(Base):
    __tablename__ = "components"
    __table_args__ = (Index(None, "page_id", "position"),)

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"))
    group_id: Mapped[str | None] = mapped_column(ForeignKey("component_groups.id"))
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class IncidentRow(Base):
    """From `status` to `is_public` all follows from the rest, and stands here to be looked up by.

    `month` is that of `public_at` in the page's zone; an internal incident has no time there, and an empty month.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        Index(None, "is_open", "page_id"),
        Index(None, "page_id", "revision"),
        Index(None, "page_id", "resolved_at"),
        Index(None, "page_id", "is_public", "month", "public_at"),
        Index(None, "page_id", "public_at"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(_ID, unique=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"))
    title: Mapped[str] = mapped_column(Text)
    impact_override: Mapped[Impact | None] = mapped_column(by_value(Impact))
    created_at: Mapped[datetime]
    revision: Mapped[int]
    started_at: Mapped[datetime]
    lead_slack_id: Mapped[str | None] = mapped_column(_CHANNEL)
    status: Mapped[IncidentStatus] = mapped_column(by_value(IncidentStatus))
    resolved_at: Mapped[datetime | None]
    public_at: Mapped[datetime | None]
    month: Mapped[str] = mapped_column(String(7))
    is_open: Mapped[bool]
    is_public: Mapped[bool]
    postmortem: Mapped[str | None] = mapped_column(Text)
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    canceller_name: Mapped[str | None] = mapped_column(Text)
    canceller_slack_id: Mapped[str | None] = mapped_column(_CHANNEL)


class UpdateRow(Base):
    """`components` maps the id of every affected component to its status after this update."""

    __tablename__ = "updates"
    __table_args__ = (UniqueConstraint("incident_number", "position"),)

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    incident_number: Mapped[int] = mapped_column(ForeignKey("incidents.number"))
    position: Mapped[int]
    status: Mapped[IncidentStatus] = mapped_column(by_value(IncidentStatus))
    message: Mapped[str] = mapped_column(Text)
    author_name: Mapped[str] = mapped_column(Text)
    author_slack_id: Mapped[str | None] = mapped_column(_CHANNEL)
    created_at: Mapped[datetime]
    components: Mapped[dict[str, str]]
    is_internal: Mapped[bool]
    is_withdrawn: Mapped[bool]
    next_update_at: Mapped[datetime | None]


class CorrectionRow(Base):
    """What an update said before it was changed, by whom and when."""

    __tablename__ = "corrections"

    update_id: Mapped[str] = mapped_column(ForeignKey("updates.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[str] = mapped_column(Text)
    author_name: Mapped[str] = mapped_column(Text)
    author_slack_id: Mapped[str | None] = mapped_column(_CHANNEL)
    at: Mapped[datetime]


class SpellRow(Base):
    """How long an incident gave a component a status, or the whole page where there is no component.

    All of an incident's follow from its updates, and are kept to count days from.
    """

    __tablename__ = "spells"
    __table_args__ = (Index(None, "incident_number"), Index(None, "page_id", "ended_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"))
    incident_number: Mapped[int] = mapped_column(ForeignKey("incidents.number"))
    component_id: Mapped[str | None] = mapped_column(_ID)
    status: Mapped[ComponentStatus] = mapped_column(by_value(ComponentStatus))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ComponentDayRow(Base):
    """A finished day, in the page's zone, on which a component was not operational all along; by status."""

    __tablename__ = "component_days"
    __table_args__ = (Index(None, "page_id", "day"),)

    component_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"))
    seconds: Mapped[dict[str, float]]


class NoteRow(Base):
    """An internal note on an incident's timeline; `channel` and `ts` are those of the Slack message that it is."""

    __tablename__ = "notes"
    __table_args__ = (Index(None, "incident_number"), Index(None, "channel", "ts"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_number: Mapped[int] = mapped_column(ForeignKey("incidents.number"))
    text: Mapped[str] = mapped_column(Text)
    author_name: Mapped[str] = mapped_column(Text)
    author_slack_id: Mapped[str | None] = mapped_column(_CHANNEL)
    at: Mapped[datetime]
    channel: Mapped[str | None] = mapped_column(_CHANNEL)
    ts: Mapped[str | None] = mapped_column(String(32))
    permalink: Mapped[str] = mapped_column(Text)
    removed_at: Mapped[datetime | None]


class NudgeRow(Base):
    """A reminder to the thread. One that was sent stays, so that it never comes twice."""

    __tablename__ = "nudges"
    __table_args__ = (Index(None, "sent_at", "due_at"), Index(None, "incident_number"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_number: Mapped[int] = mapped_column(ForeignKey("incidents.number"))
    update_id: Mapped[str] = mapped_column(_ID)
    kind: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class AuditRow(Base):
    """Who did what, when and from where. Only ever added."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "incident_number"), Index(None, "at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(Text)
    actor_slack_id: Mapped[str | None] = mapped_column(_CHANNEL)
    origin: Mapped[str] = mapped_column(String(128))
    incident_number: Mapped[int | None]
    page_slug: Mapped[str | None] = mapped_column(String(63))
    details: Mapped[dict[str, Any]]


class AnnouncementRow(Base):
    """One per incident and channel. Without `ts` it is still owed to Slack."""

    __tablename__ = "announcements"
    __table_args__ = (Index(None, "channel"),)

    incident_number: Mapped[int] = mapped_column(ForeignKey("incidents.number"), primary_key=True)
    channel: Mapped[str] = mapped_column(_CHANNEL, primary_key=True)
    ts: Mapped[str | None] = mapped_column(String(32))
    is_closed: Mapped[bool]


class DedicatedChannelRow(Base):
    """An incident's own channel: to be made while `channel` is empty."""

    __tablename__ = "dedicated_channels"
    __table_args__ = (Index(None, "channel"),)

    incident_number: Mapped[int] = mapped_column(ForeignKey("incidents.number"), primary_key=True)
    channel: Mapped[str | None] = mapped_column(_CHANNEL)
    is_private: Mapped[bool]
    requested_by: Mapped[str | None] = mapped_column(String(64))
    invited: Mapped[list[str]]
    archived_at: Mapped[datetime | None]


class ReplyRow(Base):
    """An update in an announcement's thread: in Slack since it has `ts`, on every target since `on_page_at`.

    `told` once the message in Slack says so.
    """

    __tablename__ = "replies"
    __table_args__ = (Index(None, "page_id", "on_page_at"),)

    update_id: Mapped[str] = mapped_column(ForeignKey("updates.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(_CHANNEL, primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"))
    revision: Mapped[int]
    ts: Mapped[str | None] = mapped_column(String(32))
    on_page_at: Mapped[datetime | None]
    told: Mapped[bool]


class OutboxRow(Base):
    """An effect still owed to Slack. Rows of one stream are delivered in the order of their ids; done is deleted."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "stream", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(_CHANNEL)
    kind: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int]
    #: How many of the attempts were refused for what the row is; outages are none of them.
    refusals: Mapped[int]
    unclear: Mapped[bool]
    leased_until: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    change_id: Mapped[str | None] = mapped_column(_ID)


class DeliveryRow(Base):
    """An inbound delivery that was acted on: a second one of the same identity does nothing twice."""

    __tablename__ = "deliveries"
    __table_args__ = (Index(None, "claimed_at"),)

    identity: Mapped[str] = mapped_column(String(128), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    incident_number: Mapped[int]
    claimed_at: Mapped[datetime]


class PublicationRow(Base):
    """How far a target is with a page: `revision` behind the page's own is the work still to do."""

    __tablename__ = "publications"

    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"), primary_key=True)
    target: Mapped[str] = mapped_column(String(512), primary_key=True)
    revision: Mapped[int]
    published_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    last_error: Mapped[str | None] = mapped_column(Text)


class PageChangeRow(Base):
    """Which change made a revision of a page, for a while after every target has it: for the logs."""

    __tablename__ = "page_changes"

    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[str] = mapped_column(_ID)


class ReadyMessageRow(Base):
    """A message that responders may begin with, `{component}` and `{page}` still in it."""

    __tablename__ = "ready_messages"
    __table_args__ = (UniqueConstraint("page_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"))
    name: Mapped[str] = mapped_column(String(75))
    text: Mapped[str] = mapped_column(Text)


class OpenFormRow(Base):
    """A form on an incident that somebody has open, as far as Slack has told us."""

    __tablename__ = "open_forms"
    __table_args__ = (Index(None, "incident_number"),)

    view_id: Mapped[str] = mapped_column(_CHANNEL, primary_key=True)
    incident_number: Mapped[int] = mapped_column(ForeignKey("incidents.number"))
    slack_id: Mapped[str] = mapped_column(_CHANNEL)
    opened_at: Mapped[datetime]
