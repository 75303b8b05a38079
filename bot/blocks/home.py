"""The app's home in Slack: what is open, what is not well, and all that was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.buttons import declare_button, incident_button, run_command
from bot.blocks.home_history import HomeMemory, history
from bot.blocks.ids import HOME, AdminAction, Form
from bot.blocks.incident_lines import named, secrecy, shortened
from bot.blocks.marks import COMPONENT_MARK
from bot.blocks.mrkdwn import date, escape
from bot.domain.component import ComponentStatus
from bot.domain.incident import Incident
from bot.domain.state import Listing, PageState
from bot.domain.texts import later, say
from bot.domain.wording import COMPONENT_STATUS, INCIDENT_STATUS

_OPEN_SHOWN = 10
_PAGES_SHOWN = 10
_NOTHING_OPEN = later("✅ No incident is open.")
_ALL_WELL = later("🟢 Every component is operational.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeState:
    """What a home shows; without `may_publish` there is nothing to press but what shows more."""

    pages: Sequence[PageState]
    listing: Listing
    memory: HomeMemory
    may_publish: bool
    may_administrate: bool
    now: datetime


def home(state: HomeState) -> View:
    """Times are moments, not ages: a home stands for long, and says the same as long as nothing has changed."""
    incidents = sorted((each for page in state.pages for each in page.open_incidents), key=lambda each: -each.number)
    return View(
        type="home",
        callback_id=HOME,
        private_metadata=state.memory.metadata(),
        blocks=[
            *_first_buttons(state),
            HeaderBlock(text=say("Open incidents")),
            *_open(incidents, state),
            HeaderBlock(text=say("Components")),
            *_components(state.pages),
            DividerBlock(),
            HeaderBlock(text=say("History")),
            *history(state.listing, state.memory, [each.page for each in state.pages]),
        ],
    )


def closed_home(sentence: str) -> View:
    """For somebody who may not see what stands there. The sentence is plain."""
    return View(type="home", callback_id=HOME, blocks=[SectionBlock(text=escape(sentence))])


def _first_buttons(state: HomeState) -> list[Block]:
    buttons = [
        *([declare_button()] if state.may_publish else []),
        *([ButtonElement(text=say("Manage pages"), action_id=AdminAction.OPEN)] if state.may_administrate else []),
    ]
    return [ActionsBlock(elements=list(buttons))] if buttons else []


def _open(incidents: Sequence[Incident], state: HomeState) -> list[Block]:
    if not incidents:
        return [SectionBlock(text=say(_NOTHING_OPEN))]
    page_names = {each.page.id: each.page.name for each in state.pages}
    blocks: list[Block] = []
    for incident in incidents[:_OPEN_SHOWN]:
        lines = [
            named(incident),
            say(
                "*{status}* · {page_names} · last update {updated_at}",
                status=say(INCIDENT_STATUS[incident.status]),
                page_names=escape(page_names[incident.page_id]),
                updated_at=date(incident.updated_at),
            ),
            *_promise(incident, state.now),
            *secrecy(incident),
        ]
        blocks.append(SectionBlock(text=limits.cut_escaped("\n".join(lines), limits.SECTION_TEXT)))
        forms = (
            [
                incident_button(Form.UPDATE, say("Update"), incident),
                incident_button(Form.RESOLVE, say("Resolve"), incident),
            ]
            if state.may_publish
            else []
        )
        blocks.append(ActionsBlock(elements=[*forms, run_command(say("Details"), f"show {incident.reference}")]))
    if len(incidents) > _OPEN_SHOWN:
        blocks.append(_remark(say("…and {count} more, below in the history.", count=len(incidents) - _OPEN_SHOWN)))
    return blocks


def _promise(incident: Incident, now: datetime) -> list[str]:
    due = incident.next_update_at
    if due is None:
        return []
    if due < now:
        return [say("⏰ *Overdue*: the page promised an update by {due}.", due=date(due, "{time}"))]
    return [say("Next update by {due}", due=date(due, "{time}"))]


def _components(pages: Sequence[PageState]) -> list[Block]:
    """Those that are not operational, the worst first; on each page that has any."""
    affected = [(page, lines) for page in pages if (lines := _not_operational(page))]
    if not affected:
        return [SectionBlock(text=say(_ALL_WELL))]
    blocks: list[Block] = [
        SectionBlock(text=limits.cut_escaped("\n".join([f"*{escape(page.page.name)}*", *lines]), limits.SECTION_TEXT))
        for page, lines in affected[:_PAGES_SHOWN]
    ]
    if len(affected) > _PAGES_SHOWN:
        blocks.append(
            _remark(say("…and on {count} more pages: `/incident components`", count=len(affected) - _PAGES_SHOWN))
        )
    return blocks


def _not_operational(state: PageState) -> list[str]:
    worst_first = sorted(state.statuses.items(), key=lambda item: -item[1].badness)
    return shortened(
        f"{COMPONENT_MARK[status]} {escape(state.catalogue.name(id))}: {say(COMPONENT_STATUS[status])}"
        for id, status in worst_first
        if status is not ComponentStatus.OPERATIONAL
    )


def _remark(text: str) -> Block:
    return ContextBlock(elements=[MarkdownTextObject(text=text)])
