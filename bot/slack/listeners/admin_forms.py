"""The forms of admins, sent: pages, groups, components and ready-made messages are created, changed and taken away."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminField, AdminView
from bot.domain.errors import AlreadyDone, AlreadySubmitted, Invalid, Overtaken, StormlampError
from bot.domain.texts import later, say
from bot.slack.admin_form_state import SentAdminForm
from bot.slack.admin_verbs import AdminVerbs
from bot.slack.admin_views import AdminViews
from bot.slack.listener_runner import PromptAck
from bot.slack.payload import Payload, user_of
from bot.slack.people import Directory
from bot.slack.submissions import Submissions
from bot.use_cases.change_incident import Keep
from bot.use_cases.create_component import NewComponent
from bot.use_cases.create_page import NewPage
from bot.use_cases.edit_component import ComponentChange
from bot.use_cases.edit_page import PageChange

log = structlog.get_logger()

_NO_DAYS = later("Write a whole number of days.")
_NO_PERCENT = later("Write a whole number of percent.")

Act = Callable[[SentAdminForm], Awaitable[None]]


def register(
    app: AsyncApp, verbs: AdminVerbs, views: AdminViews, directory: Directory, submissions: Submissions
) -> None:
    async def save_page(sent: SentAdminForm) -> None:
        if not sent.id:
            await create_page(sent)
            return
        days = sent.number(AdminField.HISTORY_DAYS, otherwise=_NO_DAYS)
        change = PageChange(
            slug=sent.id,
            name=sent.changed("name", sent.text(AdminField.NAME)),
            time_zone=sent.changed("time_zone", sent.text(AdminField.TIME_ZONE)),
            history_days=sent.changed("history_days", days),
            channel=sent.changed("channel", sent.channel),
            public_url=sent.changed("public_url", sent.text(AdminField.PUBLIC_URL) or None),
            announce_changes=sent.changed("announce_changes", sent.is_ticked(AdminField.ANNOUNCE_CHANGES)),
            seen=sent.memory.shown,
        )
        await verbs.edit_page(change, actor=sent.actor, origin=sent.origin)

    async def create_page(sent: SentAdminForm) -> None:
        new = NewPage(
            slug=sent.text(AdminField.SLUG),
            name=sent.text(AdminField.NAME),
            time_zone=sent.text(AdminField.TIME_ZONE),
            history_days=sent.number(AdminField.HISTORY_DAYS, otherwise=_NO_DAYS),
            channel=sent.channel,
            public_url=sent.text(AdminField.PUBLIC_URL) or None,
            announce_changes=sent.is_ticked(AdminField.ANNOUNCE_CHANGES),
        )
        await verbs.create_page(new, actor=sent.actor, origin=sent.origin)

    async def save_look(sent: SentAdminForm) -> None:
        major = sent.number(AdminField.MAJOR_WEIGHT, otherwise=_NO_PERCENT)
        partial = sent.number(AdminField.PARTIAL_WEIGHT, otherwise=_NO_PERCENT)
        degraded = sent.number(AdminField.DEGRADED_WEIGHT, otherwise=_NO_PERCENT)
        change = PageChange(
            slug=sent.id,
            locale=sent.changed("locale", sent.choice(AdminField.LOCALE)),
            accent=sent.changed("accent", sent.text(AdminField.ACCENT).strip() or None),
            links=sent.changed("links", sent.links),
            logo=sent.logo,
            has_archive=sent.changed("has_archive", sent.is_ticked(AdminField.ARCHIVE)),
            major_weight=sent.changed("major_weight", major),
            partial_weight=sent.changed("partial_weight", partial),
            degraded_weight=sent.changed("degraded_weight", degraded),
            seen=sent.memory.shown,
        )
        await verbs.edit_page(change, actor=sent.actor, origin=sent.origin)

    async def remove_page(sent: SentAdminForm) -> None:
        if sent.text(AdminField.SLUG).strip() != sent.id:
            raise Invalid(
                say("This is not the page's short name. To remove it, type: {short_name}", short_name=sent.id),
                field=AdminField.SLUG,
            )
        await verbs.remove_page(sent.id, actor=sent.actor, origin=sent.origin)

    async def save_component(sent: SentAdminForm) -> None:
        name, group = sent.text(AdminField.NAME), sent.text(AdminField.GROUP)
        description = sent.text(AdminField.DESCRIPTION)
        if sent.id:
            change = ComponentChange(
                page=sent.page,
                component=sent.id,
                name=sent.changed("name", name),
                group=sent.changed("group", group),
                description=sent.changed("description", description),
                seen=sent.memory.shown,
            )
            await verbs.edit_component(change, actor=sent.actor, origin=sent.origin)
        else:
            new = NewComponent(page=sent.page, name=name, group=group, description=description)
            await verbs.create_component(new, actor=sent.actor, origin=sent.origin)

    async def rename_group(sent: SentAdminForm) -> None:
        verbs.admins.admit(sent.actor)
        name, seen = sent.changed("name", sent.text(AdminField.NAME)), sent.memory.shown
        if not isinstance(name, Keep):
            await verbs.rename_group(sent.page, sent.id, name, actor=sent.actor, origin=sent.origin, seen=seen)

    async def retire(sent: SentAdminForm) -> None:
        await verbs.retire_component(sent.page, sent.id, actor=sent.actor, origin=sent.origin)

    async def dissolve(sent: SentAdminForm) -> None:
        await verbs.dissolve_group(sent.page, sent.id, actor=sent.actor, origin=sent.origin)

    async def save_message(sent: SentAdminForm) -> None:
        name, text = sent.text(AdminField.NAME), sent.text(AdminField.MESSAGE)
        if sent.id:
            await verbs.edit_ready_message(
                sent.page,
                sent.id,
                sent.changed("name", name),
                sent.changed("text", text),
                actor=sent.actor,
                origin=sent.origin,
                seen=sent.memory.shown,
            )
        else:
            await verbs.keep_ready_message(sent.page, name, text, actor=sent.actor, origin=sent.origin, is_new=True)

    async def remove_message(sent: SentAdminForm) -> None:
        await verbs.remove_ready_message(sent.page, sent.id, actor=sent.actor, origin=sent.origin)

    acts: dict[AdminView, Act] = {
        AdminView.PAGE_FORM: save_page,
        AdminView.LOOK_FORM: save_look,
        AdminView.REMOVE_PAGE_FORM: remove_page,
        AdminView.COMPONENT_FORM: save_component,
        AdminView.GROUP_FORM: rename_group,
        AdminView.RETIRE_FORM: retire,
        AdminView.DISSOLVE_FORM: dissolve,
        AdminView.MESSAGE_FORM: save_message,
        AdminView.REMOVE_MESSAGE_FORM: remove_message,
    }
    for form, act in acts.items():
        app.view(form)(_submitted(act, views, directory, submissions))


def _submitted(
    act: Act, views: AdminViews, directory: Directory, submissions: Submissions
) -> Callable[..., Awaitable[None]]:
    async def submit(ack: PromptAck, body: Payload, view: Payload, client: AsyncWebClient) -> None:
        saved: list[AdminMemory] = []

        async def commit() -> View | None:
            sent = SentAdminForm(view, await directory.actor(user_of(body)))
            try:
                with contextlib.suppress(AlreadyDone):
                    await act(sent)
            except AlreadySubmitted:
                return await views.sent_before(sent)
            except Overtaken as error:
                return await views.overtaken(sent, error)
            saved.append(sent.memory)
            return None

        await submissions.answer(ack, view, commit, clears=False)
        for memory in saved:
            await renew_list(view, memory, client)

    async def renew_list(view: Payload, memory: AdminMemory, client: AsyncWebClient) -> None:
        """The list that the form stood upon shows what has become of it."""
        try:
            await client.views_update(view_id=view.get("previous_view_id"), view=await views.list(memory))
        except (StormlampError, SlackClientError, aiohttp.ClientError, OSError) as error:
            log.info("admin_list_not_renewed", error=str(error))

    return submit
