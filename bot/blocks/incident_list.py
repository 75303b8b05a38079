"""A leaf of a list of incidents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from slack_sdk.models.blocks import ActionsBlock, Block, SectionBlock

from bot.blocks import limits
from bot.blocks.buttons import declare_button, run_command
from bot.blocks.incident_lines import in_a_line
from bot.blocks.leaves import turner
from bot.blocks.message import Message
from bot.domain.state import Found
from bot.domain.texts import later, say


class Scope(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
    ALL = "all"


_HEADING = {
    Scope.OPEN: later("Open incidents"),
    Scope.RESOLVED: later("Resolved incidents"),
    Scope.ALL: later("All incidents"),
}
_NONE = {
    Scope.OPEN: later("No incident is open. `/incident list all` shows the resolved ones, too."),
    Scope.RESOLVED: later("No incident has been resolved yet."),
    Scope.ALL: later("No incident has been declared yet."),
}


def incident_list(
    found: Sequence[Found], scope: Scope, *, leaf: int, leaves: int, total: int, now: datetime
) -> Message:
    if not found:
        none = say(_NONE[scope])
        return Message(text=none, blocks=[SectionBlock(text=none), ActionsBlock(elements=[declare_button()])])
    blocks: list[Block] = [SectionBlock(text=f"*{say(_HEADING[scope])}*: {total}")]
    blocks.extend(
        SectionBlock(
            text=limits.cut_escaped(in_a_line(each.incident, now=now), limits.SECTION_TEXT),
            accessory=run_command(say("Show"), f"show {each.incident.reference}"),
        )
        for each in found
    )
    return Message(
        text=f"{say(_HEADING[scope])}: {total}",
        blocks=[*blocks, *turner(f"list {scope}", leaf=leaf, leaves=leaves)],
    )
