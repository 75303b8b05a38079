"""What people do in their clients: the one way in for the sandbox's browser side and for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.api_error import ApiError
from bot.sandbox.channel import Channel, Message
from bot.sandbox.deliveries import Deliveries, Kind, Payload, Unacknowledged
from bot.sandbox.form_state import current_state, least_query_length, refusals
from bot.sandbox.links import links_shared
from bot.sandbox.response_urls import ResponseUrls, respond
from bot.sandbox.triggers import Triggers
from bot.sandbox.typed_text import escaped
from bot.sandbox.user import User
from bot.sandbox.validation.suggestions import refused_suggestions
from bot.sandbox.views import State, View, Views
from bot.sandbox.workspace import BOT_USER, Workspace

_TROUBLE = "We had some trouble connecting. Try again?"


class NotPossible(Exception):
    """The client does not let the person do this; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """`trouble` is what the person reads when the app gave no usable answer; `errors` are by block id."""

    errors: dict[str, str]
    trouble: str | None = None

    @property
    def is_accepted(self) -> bool:
        return not self.errors and self.trouble is None


class Acts:
    def __init__(
        self,
        workspace: Workspace,
        views: Views,
        triggers: Triggers,
        deliveries: Deliveries,
        response_urls: ResponseUrls,
    ) -> None:
        self._workspace = workspace
        self._views = views
        self._triggers = triggers
        self._deliveries = deliveries
        self._response_urls = response_urls

    async def type(self, user: User, channel: Channel, text: str, *, thread_ts: str | None = None) -> None:
        """A message or a slash command. Raises NotPossible."""
        if user.id not in channel.members:
            raise NotPossible(f"{user.real_name} is not in #{channel.name}.")
        if text.startswith("/"):
            await self._command(user, channel, text, in_thread=thread_ts is not None)
            return
        if channel.is_archived:
            raise NotPossible(f"#{channel.name} is archived.")
        message = self._workspace.say(channel, user.id, escaped(text, self._workspace), thread_ts=thread_ts)
        shared = links_shared(self._workspace, channel, message, text)
        if shared is not None:
            self._deliveries.tell(shared)
        if f"<@{BOT_USER}" in message.text:
            self._deliveries.tell(
                {**message.to_json(), "type": "app_mention", "channel": channel.id, "event_ts": message.ts}
            )

    async def _command(self, user: User, channel: Channel, text: str, *, in_thread: bool) -> None:
        command, _, rest = text.partition(" ")
        if command not in self._workspace.app.commands:
            raise NotPossible(f"{command} is not a valid command.")
        if in_thread:
            raise NotPossible(f"{command} is not supported in threads. Sorry!")
        if channel.is_archived:
            raise NotPossible(f"#{channel.name} is archived.")
        rest = rest.strip()
        payload = payloads.slash_command(
            command,
            escaped(rest, self._workspace) if self._workspace.app.escapes else rest,
            user=user,
            channel=channel,
            trigger_id=self._triggers.issue(user.id),
            response_url=self._response_urls.issue(user=user.id, channel=channel.id),
        )
        try:
            answer = await self._deliveries.deliver(Kind.COMMAND, payload)
            if answer.get("text") or answer.get("blocks"):
                respond(self._workspace, answer, user=user.id, channel_id=channel.id)
        except Unacknowledged as error:
            self._workspace.whisper(channel, user.id, f"{command} failed with the error “{error.reason}”.")
        except ApiError as error:
            self._workspace.whisper(channel, user.id, f"{command} failed with the error “{error.error}”.")

    async def press_in_message(
        self, user: User, channel: Channel, message: Message, action: Payload, state: State | None = None
    ) -> None:
        """A button or a menu of a message. Raises NotPossible."""
        await self._interact(
            payloads.message_action(
                self._stamped(action),
                user=user,
                channel=channel,
                message=message,
                state=state or current_state(message.blocks, {}),
                trigger_id=self._triggers.issue(user.id),
                response_url=self._response_urls.issue(user=user.id, channel=channel.id, source=message),
            )
        )

    async def press_in_view(self, user: User, view: View, action: Payload, state: State) -> None:
        """A button or a field of a view, which tells the app at once. Raises NotPossible."""
        self._enter(view, state)
        trigger = self._triggers.issue(user.id, view=view.id)
        await self._interact(payloads.view_action(self._stamped(action), user=user, view=view, trigger_id=trigger))

    async def suggest(self, user: User, view: View, block_id: str, action_id: str, query: str) -> Payload:
        """The app's options for an external select, as `options` or `option_groups`. Raises NotPossible."""
        least = least_query_length(view.blocks, block_id, action_id)
        if least is None:
            raise NotPossible("This field is not there any more.")
        if len(query) < least:
            raise NotPossible(f"Type at least {least} characters.")
        payload = payloads.suggestion(query, user=user, view=view, block_id=block_id, action_id=action_id)
        answer = await self._interact(payload)
        refused = refused_suggestions(answer)
        if refused:
            raise NotPossible(f"The options could not be loaded: {refused[0]}")
        return answer

    async def submit(self, user: User, view: View, state: State) -> Submission:
        self._enter(view, state)
        refused = refusals(view.blocks, view.state)
        if refused:
            return self._refuse(view, refused)
        payload = payloads.view_submission(user=user, view=view, trigger_id=self._triggers.issue(user.id, view=view.id))
        try:
            answer = await self._deliveries.deliver(Kind.INTERACTION, payload)
            return self._follow(user, view, answer)
        except (Unacknowledged, ApiError):
            return Submission(errors={}, trouble=_TROUBLE)

    async def close(self, user: User, view: View) -> None:
        clears = bool(view.content.get("clear_on_close"))
        if clears:
            self._views.close_all(user.id)
        else:
            self._views.close(view)
        if view.content.get("notify_on_close"):
            payload = payloads.view_closed(user=user, view=view, is_cleared=clears)
            await self._interact(payload)

    async def use_shortcut(
        self, user: User, callback_id: str, *, channel: Channel | None = None, message: Message | None = None
    ) -> None:
        """Raises NotPossible."""
        kind = "global" if message is None else "message"
        if not any((each.callback_id, each.type) == (callback_id, kind) for each in self._workspace.app.shortcuts):
            raise NotPossible(f"There is no shortcut {callback_id} of kind {kind}.")
        trigger_id = self._triggers.issue(user.id)
        action_ts = self._workspace.time_stamps.next()
        if message is None or channel is None:
            payload = payloads.global_shortcut(callback_id, user=user, trigger_id=trigger_id, action_ts=action_ts)
        else:
            payload = payloads.message_shortcut(
                callback_id,
                user=user,
                channel=channel,
                message=message,
                trigger_id=trigger_id,
                response_url=self._response_urls.issue(user=user.id, channel=channel.id),
                action_ts=action_ts,
            )
        await self._interact(payload)

    def react(self, user: User, channel: Channel, message: Message, name: str) -> None:
        """Add the reaction, or take it away where this person has given it already."""
        users = message.reactions.setdefault(name, [])
        is_given = user.id in users
        if is_given:
            users.remove(user.id)
        else:
            users.append(user.id)
        self._workspace.news.tell()
        self._deliveries.tell(
            {
                "type": "reaction_removed" if is_given else "reaction_added",
                "user": user.id,
                "reaction": name,
                "item_user": message.user,
                "item": {"type": "message", "channel": channel.id, "ts": message.ts},
            }
        )

    def open_home(self, user: User) -> None:
        event = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self._workspace.dm_of(user.id).id,
            "tab": "home",
        }
        home = self._views.home(user.id)
        self._deliveries.tell(event if home is None else {**event, "view": home.to_json()})

    def invite_app(self, user: User, channel: Channel) -> None:
        channel.members.add(BOT_USER)
        self._workspace.news.tell()
        self._deliveries.tell(
            {
                "type": "member_joined_channel",
                "user": BOT_USER,
                "channel": channel.id,
                "channel_type": "G" if channel.is_private else "C",
                "inviter": user.id,
            }
        )

    async def _interact(self, payload: Payload) -> Payload:
        try:
            return await self._deliveries.deliver(Kind.INTERACTION, payload)
        except Unacknowledged as error:
            raise NotPossible(_TROUBLE) from error

    def _follow(self, user: User, view: View, answer: Payload) -> Submission:
        """Do what the acknowledgement says. Raises ApiError where Slack would not take it."""
        match answer.get("response_action"):
            case None:
                self._views.close(view)
            case "clear":
                self._views.close_all(user.id)
            case "errors":
                return self._refuse(view, _checked(view, answer.get("errors")))
            case "update":
                self._views.update(answer.get("view"), view_id=view.id, external_id=None)
            case "push":
                self._views.push(user.id, answer.get("view"), upon=view.id)
            case unknown:
                raise ApiError("invalid_response_action", [str(unknown)])
        return Submission(errors={})

    def _refuse(self, view: View, errors: dict[str, str]) -> Submission:
        view.errors = errors
        self._workspace.news.tell()
        return Submission(errors=errors)

    def _enter(self, view: View, state: State) -> None:
        view.state = current_state(view.blocks, state)
        view.errors = {}
        self._workspace.news.tell()

    def _stamped(self, action: Payload) -> Payload:
        return {**action, "action_ts": self._workspace.time_stamps.next()}


def _checked(view: View, errors: Any) -> dict[str, str]:
    """Slack takes errors for the form's input blocks only."""
    fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= fields:
        raise ApiError("invalid_errors", [f"[ERROR] no such input block: {errors}"])
    return {str(block): str(sentence) for block, sentence in errors.items()}
