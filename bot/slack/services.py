"""What the listeners call: made by the composition root, handed over once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from bot.domain.finding import Finding
from bot.domain.page import Page
from bot.domain.public_words import PublicWords
from bot.slack.people import Directory
from bot.use_cases.actor import Admins, Responders
from bot.use_cases.answer_mention import AnswerMention
from bot.use_cases.backfill_incident import BackfillIncident
from bot.use_cases.cancel_incident import CancelIncident
from bot.use_cases.claim_delivery import ClaimDelivery
from bot.use_cases.clock import Clock
from bot.use_cases.correct_update import CorrectUpdate
from bot.use_cases.declare_incident import DeclareIncident
from bot.use_cases.dedicated_channels import OpenChannel, PutChannelAway
from bot.use_cases.edit_incident import EditIncident
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.find_linked import FindLinked
from bot.use_cases.find_pages import FindPages
from bot.use_cases.find_ready_messages import FindReadyMessages
from bot.use_cases.hand_over import HandOver
from bot.use_cases.keep_open_forms import KeepOpenForms
from bot.use_cases.note_incident import NoteIncident
from bot.use_cases.post_update import PostUpdate
from bot.use_cases.publish_incident import PublishIncident
from bot.use_cases.read_stats import ReadStats
from bot.use_cases.read_timeline import ReadTimeline
from bot.use_cases.reopen_incident import ReopenIncident
from bot.use_cases.resolve_incident import ResolveIncident
from bot.use_cases.retract_update import RetractUpdate
from bot.use_cases.snooze_nudge import SnoozeNudge
from bot.use_cases.take_lead import TakeLead
from bot.use_cases.tie_channel import TieChannel, UntieChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """`url_of` gives a page's public address without a slash at its end.

    `wake_channel` is told a channel that the bot has just come into: what is owed there can go out now.
    `serving` is entered for as long as somebody waits for the answer to a form.
    """

    declare_incident: DeclareIncident
    post_update: PostUpdate
    resolve_incident: ResolveIncident
    reopen_incident: ReopenIncident
    publish_incident: PublishIncident
    correct_update: CorrectUpdate
    retract_update: RetractUpdate
    edit_incident: EditIncident
    cancel_incident: CancelIncident
    backfill_incident: BackfillIncident
    snooze_nudge: SnoozeNudge
    claim_delivery: ClaimDelivery
    answer_mention: AnswerMention
    take_lead: TakeLead
    open_channel: OpenChannel
    put_channel_away: PutChannelAway
    tie_channel: TieChannel
    untie_channel: UntieChannel
    hand_over: HandOver
    note_incident: NoteIncident
    open_forms: KeepOpenForms
    find_ready_messages: FindReadyMessages
    find_incidents: FindIncidents
    find_pages: FindPages
    find_linked: FindLinked
    responders: Responders
    admins: Admins
    directory: Directory
    clock: Clock
    public_words: PublicWords
    url_of: Callable[[Page], str]
    wake_channel: Callable[[str], Awaitable[None]]
    serving: Callable[[], AbstractContextManager[None]]
    read_timeline: ReadTimeline
    read_stats: ReadStats
    examine: Callable[[], Awaitable[Sequence[Finding]]]
