"""What Slack sends, and who listens."""

from __future__ import annotations

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.notices import FAILED, refusal, sentence
from bot.domain.errors import StormlampError
from bot.domain.texts import say
from bot.slack.admin_verbs import AdminVerbs
from bot.slack.admin_views import AdminViews
from bot.slack.answering import Answering
from bot.slack.beginning import Beginning
from bot.slack.caller import caller_of
from bot.slack.drafting import Drafting
from bot.slack.forms import Forms
from bot.slack.home_tabs import HomeTabs
from bot.slack.listeners import (
    admin_forms,
    admin_lists,
    amendments,
    closed_forms,
    command_buttons,
    component_options,
    declare_form,
    form_buttons,
    form_choices,
    home_tab,
    incident_command,
    leads,
    link_buttons,
    links,
    membership,
    mentions,
    nudges,
    outdated,
    picker,
    pins,
    reopen_form,
    resolve_form,
    shortcuts,
    update_form,
)
from bot.slack.opening import Opening
from bot.slack.payload import Payload
from bot.slack.services import Services
from bot.slack.submissions import Submissions

log = structlog.get_logger()


def connect(app: AsyncApp, services: Services, home_tabs: HomeTabs, verbs: AdminVerbs) -> None:
    beginning = Beginning(services.find_ready_messages)
    forms = Forms(services.find_incidents, services.find_pages, services.clock, services.public_words, beginning)
    drafting = Drafting(services.open_forms, services.clock)
    opening = Opening(services, forms, drafting)
    answering = Answering(services, opening)
    submissions = Submissions(services.serving)

    # Bolt asks one after the other whether it is meant: first come those who have the most to do when it is urgent.
    incident_command.register(app, answering)
    declare_form.register(app, services, forms, submissions)
    update_form.register(app, services, forms, submissions)
    resolve_form.register(app, services, forms, submissions)
    command_buttons.register(app, answering)
    form_buttons.register(app, opening)
    link_buttons.register(app)
    links.register(app, services)
    nudges.register(app, services)
    leads.register(app, services)
    pins.register(app, services)
    picker.register(app, opening)
    form_choices.register(app, services, forms, drafting)
    closed_forms.register(app, drafting)
    component_options.register(app, services)
    reopen_form.register(app, services, forms, submissions)
    amendments.register(app, services, forms, submissions)
    shortcuts.register(app, services, opening)
    mentions.register(app, services, answering)
    membership.register(app, services)
    home_tab.register(app, home_tabs)
    admin_views = AdminViews(services.find_pages, services.find_ready_messages)
    admin_lists.register(app, verbs, admin_views, services.directory)
    admin_forms.register(app, verbs, admin_views, services.directory, submissions)
    outdated.register(app)

    @app.error
    async def failed(error: Exception, body: Payload, client: AsyncWebClient) -> BoltResponse | None:
        """The last resort: whoever asked is told, and whoever runs Stormlamp finds it in the log."""
        kind = body.get("type", body.get("command"))
        if isinstance(error, StormlampError):
            log.warning("listener_refused", type=kind, reason=error.message)
            message = refusal(error.message)
        else:
            log.error("listener_failed", type=kind, exc_info=error)
            message = sentence(say(FAILED))
        if "trigger_id" not in body:
            return None  # Slack delivers an event again
        await caller_of(body, client).answer(message)
        # A form would close if that were taken for an answer.
        is_answered = isinstance(error, StormlampError) and kind != "view_submission"
        return BoltResponse(status=200) if is_answered else None
