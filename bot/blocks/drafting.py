"""Who else has a form open on the same incident, said at the top of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject
from slack_sdk.models.views import View

from bot.blocks.incident_lines import ago
from bot.domain.open_form import OpenForm
from bot.domain.texts import say

_SHOWN = 5


def with_drafting(view: View, forms: Sequence[OpenForm], *, now: datetime) -> View:
    """The same view; nothing is said where nobody else writes."""
    if forms:
        who = ", ".join(
            say("<@{slack_id}>, since {ago}", slack_id=form.slack_id, ago=ago(form.opened_at, now=now))
            for form in forms[:_SHOWN]
        )
        more = say(" and {count} more", count=len(forms) - _SHOWN) if len(forms) > _SHOWN else ""
        said = MarkdownTextObject(text=say("✍️ Also writing about this incident: {who}{more}", who=who, more=more))
        view.blocks = [ContextBlock(elements=[said]), *(view.blocks or ())]
    return view
