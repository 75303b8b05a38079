"""Components to choose from where a page has more than fit a form: Slack asks while a responder types."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.blocks import limits
from bot.blocks.choices import Choices
from bot.blocks.component_fields import matching
from bot.blocks.ids import Field
from bot.domain.component import PageId
from bot.domain.errors import DeletedPage
from bot.slack.form_state import FormState
from bot.slack.payload import Payload, view_of
from bot.slack.services import Services


def register(app: AsyncApp, services: Services) -> None:
    @app.options(Field.COMPONENTS)
    async def suggest(ack: AsyncAck, body: Payload) -> None:
        found = await found_on(FormState(view_of(body)).memory.page, body.get("value") or "")
        if found is None:
            await ack(options=[])
        elif found.groups is None:
            await ack(options=found.options)
        else:
            await ack(option_groups=found.groups)

    async def found_on(page_id: PageId | None, query: str) -> Choices | None:
        if page_id is None:
            return None
        try:
            state = await services.find_pages.by_id(page_id)
        except DeletedPage:
            # While the form was open, which says so when it is sent.
            return None
        return matching(state.catalogue, query, page_name=state.page.name, limit=limits.OPTIONS)
