"""What a look at the installation found, for Slack."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, SectionBlock

from bot.blocks import limits
from bot.blocks.message import Message
from bot.blocks.mrkdwn import escape
from bot.domain.finding import Finding
from bot.domain.texts import say

_SHOWN = 20
_LINE = limits.MESSAGE_TEXT // (_SHOWN + 1)


def findings_message(findings: Sequence[Finding]) -> Message:
    """What is not well first."""
    ordered = sorted(findings, key=lambda finding: finding.is_ok)
    bad = sum(not finding.is_ok for finding in findings)
    text = say("All is well.") if not bad else say("{bad} of {count} need somebody.", bad=bad, count=len(findings))
    blocks: list[Block] = [SectionBlock(text=f"*{text}*")]
    blocks.extend(SectionBlock(text=limits.cut_escaped(_line(each), _LINE)) for each in ordered[:_SHOWN])
    if len(ordered) > _SHOWN:
        blocks.append(
            SectionBlock(text=say("…and {count} more: `stormlamp doctor` shows all.", count=len(ordered) - _SHOWN))
        )
    return Message(text=text, blocks=blocks)


def _line(finding: Finding) -> str:
    line = f"{'✅' if finding.is_ok else '❌'} *{escape(finding.subject)}*: {escape(finding.detail)}"
    return line if finding.is_ok or not finding.way_out else f"{line}\n{escape(finding.way_out)}"
