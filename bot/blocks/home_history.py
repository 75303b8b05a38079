"""The history on the app's home: its filters, a leaf of it, and what is to be remembered of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    Option,
    SectionBlock,
    StaticSelectElement,
)

from bot.blocks import choices, limits
from bot.blocks.buttons import run_command
from bot.blocks.ids import HomeAction
from bot.blocks.incident_lines import named
from bot.blocks.mrkdwn import date, escape
from bot.domain.component import PageId
from bot.domain.history import HistoryFilter, Standing
from bot.domain.page import Page
from bot.domain.state import Found, Listing
from bot.domain.texts import later, say
from bot.domain.wording import INCIDENT_STATUS

#: The choice that filters nothing.
ANY = "any"

_PAGES_OFFERED = 500  # a home holds 250 kB
_LABELS = {
    Standing.OPEN: later("Open"),
    Standing.INVESTIGATING: later("Investigating"),
    Standing.IDENTIFIED: later("Identified"),
    Standing.MONITORING: later("Monitoring"),
    Standing.RESOLVED: later("Resolved"),
    Standing.CANCELLED: later("Cancelled"),
}
_NONE = later("No incident has been declared yet.")
_NONE_FITS = later("No incident fits. Choose another page or status.")


class HomeMemory(BaseModel):
    """What somebody chose on their home; it stays when that is written anew."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    page: PageId | None = None
    standing: Standing | None = None
    leaf: int = 1

    @property
    def filter(self) -> HistoryFilter:
        return HistoryFilter(self.page, self.standing)

    def metadata(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


def history(listing: Listing, memory: HomeMemory, pages: Sequence[Page]) -> list[Block]:
    blocks: list[Block] = [ActionsBlock(elements=[_page_filter(pages, memory), _standing_filter(memory)])]
    if not listing.incidents:
        return [*blocks, SectionBlock(text=say(_NONE) if memory.filter == HistoryFilter() else say(_NONE_FITS))]
    blocks.extend(
        SectionBlock(text=_entry(each), accessory=run_command(say("Details"), f"show {each.incident.reference}"))
        for each in listing.incidents
    )
    return [*blocks, *_turner(listing)]


def _entry(found: Found) -> str:
    incident = found.incident
    stands = say("Cancelled") if incident.cancellation is not None else say(INCIDENT_STATUS[incident.status])
    secret = say(" · 🔒 internal") if incident.is_internal else ""
    lines = [
        named(incident),
        say(
            "{stands} · {page} · declared {created_at}{secret}",
            stands=stands,
            page=escape(found.page.name),
            created_at=date(incident.created_at),
            secret=secret,
        ),
    ]
    return limits.cut_escaped("\n".join(lines), limits.SECTION_TEXT)


def _page_filter(pages: Iterable[Page], memory: HomeMemory) -> StaticSelectElement:
    offered = [choices.option(say("All pages"), ANY), *(choices.option(page.name, page.id) for page in pages)]
    chosen = [each for each in offered if each.value == memory.page]
    first, rest = offered[:_PAGES_OFFERED], offered[_PAGES_OFFERED:]
    kept = choices.plain([*first, *(each for each in rest if each in chosen)])
    return StaticSelectElement(
        action_id=HomeAction.FILTER_PAGE,
        options=kept.options,
        option_groups=kept.groups,
        initial_option=[*chosen, offered[0]][0],
    )


def _standing_filter(memory: HomeMemory) -> StaticSelectElement:
    anything = choices.option(say("Any status"), ANY)
    options: dict[Standing, Option] = {each: choices.option(say(label), each) for each, label in _LABELS.items()}
    return StaticSelectElement(
        action_id=HomeAction.FILTER_STANDING,
        options=[anything, *options.values()],
        initial_option=anything if memory.standing is None else options[memory.standing],
    )


def _turner(listing: Listing) -> list[Block]:
    if listing.leaves == 1:
        return []
    buttons = []
    if listing.leaf > 1:
        buttons.append(_turn(say("← Newer"), HomeAction.NEWER, listing.leaf - 1))
    if listing.leaf < listing.leaves:
        buttons.append(_turn(say("Older →"), HomeAction.OLDER, listing.leaf + 1))
    place = say(
        "{leaf} of {leaves} · {total:,} incidents", leaf=listing.leaf, leaves=listing.leaves, total=listing.total
    )
    return [ContextBlock(elements=[MarkdownTextObject(text=place)]), ActionsBlock(elements=buttons)]


def _turn(label: str, action: HomeAction, leaf: int) -> ButtonElement:
    return ButtonElement(text=label, action_id=action, value=str(leaf))
