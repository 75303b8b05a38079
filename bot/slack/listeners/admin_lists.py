"""Admins look through pages, groups and components, put them in order, and open the forms that change them."""

from __future__ import annotations

from collections.abc import Awaitable

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackClientError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import notices
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminAction, AdminChoice
from bot.domain.errors import StormlampError
from bot.domain.placement import By
from bot.slack.acts import saved
from bot.slack.admin_verbs import AdminVerbs
from bot.slack.admin_views import AdminViews
from bot.slack.caller import Caller, caller_of
from bot.slack.payload import Payload, legible, pressed, view_of
from bot.slack.people import Directory

log = structlog.get_logger()

_PLACES = {AdminChoice.PAGE_UP: -1, AdminChoice.UP: -1, AdminChoice.PAGE_DOWN: 1, AdminChoice.DOWN: 1}


def register(app: AsyncApp, verbs: AdminVerbs, views: AdminViews, directory: Directory) -> None:
    @app.action(AdminAction.OPEN)
    async def open_pages(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        caller = caller_of(body, client)
        await shown(caller, listed(caller, AdminMemory()))

    @app.action(AdminAction.COMPONENTS)
    @app.action(AdminAction.MESSAGES)
    async def open_list(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        caller = caller_of(body, client)
        messages = action["action_id"] == AdminAction.MESSAGES
        await shown(caller, listed(caller, AdminMemory(page=memory_of(body).page, messages=messages)))

    @app.action(AdminAction.TURN_BACK)
    @app.action(AdminAction.TURN_ON)
    async def turn(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        caller = caller_of(body, client)
        await shown(caller, listed(caller, memory_of(body).model_copy(update={"leaf": pressed(action, int)})))

    @app.action(AdminAction.ADD_PAGE)
    async def add_page(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        caller = caller_of(body, client)

        async def form() -> View:
            await admit(caller)
            return views.new_page(memory_of(body))

        await shown(caller, form(), upon=True)

    @app.action(AdminAction.ADD_COMPONENT)
    async def add_component(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        caller = caller_of(body, client)

        async def form() -> View:
            await admit(caller)
            return await views.new_component(memory_of(body))

        await shown(caller, form(), upon=True)

    @app.action(AdminAction.ADD_MESSAGE)
    async def add_message(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        caller = caller_of(body, client)

        async def form() -> View:
            await admit(caller)
            return views.new_message(memory_of(body))

        await shown(caller, form(), upon=True)

    @app.action(AdminAction.REMOVE_PAGE)
    async def remove_page(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        caller = caller_of(body, client)

        async def form() -> View:
            await admit(caller)
            return await views.removal(memory_of(body))

        await shown(caller, form(), upon=True)

    @app.action(AdminAction.MENU)
    async def pick(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        caller, memory = caller_of(body, client), memory_of(body)
        choice, id = pressed(action, _choice_and_id)
        if choice in _PLACES:
            await shown(caller, moved_first(caller, choice, id, memory, ack))
            return
        await ack()
        if choice is AdminChoice.COMPONENTS:
            await shown(caller, listed(caller, AdminMemory(page=id)))
        else:

            async def form() -> View:
                await admit(caller)
                return await views.form(choice, id, memory)

            await shown(caller, form(), upon=True)

    async def admit(caller: Caller) -> None:
        verbs.admins.admit(await directory.actor(caller.user))

    async def listed(caller: Caller, memory: AdminMemory) -> View:
        await admit(caller)
        return await views.list(memory)

    async def moved_first(caller: Caller, choice: AdminChoice, id: str, memory: AdminMemory, ack: AsyncAck) -> View:
        try:
            return await saved(moved(caller, choice, id, memory))
        finally:
            await ack()

    async def moved(caller: Caller, choice: AdminChoice, id: str, memory: AdminMemory) -> View:
        actor = await directory.actor(caller.user)
        try:
            if memory.page is None:
                await verbs.move_page(id, By(_PLACES[choice]), actor=actor, origin=caller.origin)
            else:
                await verbs.move_component(memory.page, id, By(_PLACES[choice]), actor=actor, origin=caller.origin)
        except StormlampError as error:
            await admit(caller)
            return await views.list(memory, notice=error.message)
        return await views.list(memory)

    async def shown(caller: Caller, made: Awaitable[View], *, upon: bool = False) -> None:
        """In the place of the view in which the button was pressed, or `upon` it."""
        try:
            view = await made
            if upon:
                await caller.client.views_push(trigger_id=caller.trigger, view=view)
            else:
                await caller.show(view)
        except StormlampError as error:
            await caller.answer(notices.refusal(error.message))
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            # Closed meanwhile, or Slack is away: what was done is done, and the list can be opened again.
            log.info("admin_view_not_shown", error=str(error))


def _choice_and_id(value: str) -> tuple[AdminChoice, str]:
    """Raises ValueError."""
    word, _, id = value.partition(":")
    return AdminChoice(word), id


@legible
def memory_of(body: Payload) -> AdminMemory:
    return AdminMemory.model_validate_json(view_of(body).get("private_metadata") or "{}")
