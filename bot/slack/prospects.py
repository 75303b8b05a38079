"""What the page would show if a form were sent as it is, worked out by the rules that sending it follows."""

from __future__ import annotations

from datetime import datetime

from bot.blocks.ids import Form
from bot.domain import incident as incidents
from bot.domain.incident import Author, Incident, IncidentId, IncidentStatus, NewUpdate, UpdateId
from bot.domain.prospect import Prospect
from bot.domain.state import Found, PageState
from bot.slack.form_state import FormState
from bot.slack.written import declaration, edit_of, message_draft, update_draft
from bot.use_cases.change_incident import Keep
from bot.use_cases.edit_incident import edited

NOBODY = Author(name="")
_NOTHING_YET = "…"


def prospect_of_declaration(state: FormState, page: PageState, *, now: datetime) -> Prospect:
    said = declaration(state)
    incident = incidents.declare(
        id=IncidentId(""),
        update_id=UpdateId(""),
        number=0,
        page_id=page.page.id,
        title=said.title.strip() or _NOTHING_YET,
        message=_NOTHING_YET,
        status=said.status,
        components=page.catalogue.live_among(said.components),
        impact=said.impact,
        author=NOBODY,
        now=now,
        is_internal=said.is_internal,
        next_update_in=said.next_update_in,
    )
    return Prospect(incident=incident, before=None, others=page.open_incidents, catalogue=page.catalogue)


def prospect_of_change(state: FormState, found: Found, *, now: datetime) -> Prospect:
    return Prospect(
        incident=_changed(state, found.incident, now=now),
        before=found.incident,
        others=found.others,
        catalogue=found.catalogue,
    )


def prospect_of_edit(state: FormState, found: Found, *, now: datetime) -> Prospect:
    """Raises Invalid and IsCancelled for what can't be sent so."""
    return Prospect(
        incident=edited(found.incident, edit_of(state, found.incident), now=now),
        before=found.incident,
        others=found.others,
        catalogue=found.catalogue,
    )


def _changed(state: FormState, before: Incident, *, now: datetime) -> Incident:
    form = state.view["callback_id"]
    draft = update_draft(state, before) if form == Form.UPDATE else message_draft(state)
    new = NewUpdate(
        id=UpdateId(""),
        message=_NOTHING_YET,
        status=IncidentStatus.RESOLVED if form == Form.RESOLVE else draft.status,
        components=draft.components,
        impact_override=before.impact_override if isinstance(draft.impact, Keep) else draft.impact,
        author=NOBODY,
        now=now,
        publishes=form == Form.PUBLISH,
        next_update_in=draft.next_update_in,
    )
    return incidents.post(before, new, reopen_confirmed=True)
