"""A person at their client: types, reads, presses; tests read like what people do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.sandbox.acts import NotPossible
from bot.sandbox.channel import Message
from bot.sandbox.form_state import elements_of
from bot.sandbox.modal import Modal
from bot.sandbox.texts import text_of, texts_of
from bot.sandbox.user import User

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox


class Person:
    def __init__(self, sandbox: Sandbox, user: User) -> None:
        self._sandbox = sandbox
        self.user = user
        self.id = user.id

    async def types(self, text: str, channel: str = "#incidents", *, thread: Message | None = None) -> None:
        """A message or a slash command; `@stormlamp` is the direct message with the app. Raises NotPossible."""
        place = self._sandbox.workspace.channel_named(channel, seen_by=self.id)
        await self._sandbox.acts.type(self.user, place, text, thread_ts=thread.ts if thread else None)

    async def modal(self, *, title: str | None = None, seconds: float = 5.0) -> Modal:
        """The modal on top, as soon as there is one (with that title)."""

        def top() -> Modal | None:
            stack = self._sandbox.views.stack(self.id)
            if not stack or (title is not None and text_of(stack[-1].content["title"]) != title):
                return None
            return Modal(self._sandbox, self.user, stack[-1])

        found = await self._sandbox.until(top, seconds)
        assert found is not None
        return found

    async def home(self, *words: str, without: str = "", seconds: float = 5.0) -> Modal:
        """The app's home, as soon as it has all these words in it (and not that one)."""

        def written() -> Modal | None:
            view = self._sandbox.views.home(self.id)
            if view is None:
                return None
            home = Modal(self._sandbox, self.user, view)
            is_there = all(word in home.text for word in words) and not (without and without in home.text)
            return home if is_there else None

        found = await self._sandbox.until(written, seconds)
        assert found is not None
        return found

    @property
    def has_modal(self) -> bool:
        return bool(self._sandbox.views.stack(self.id))

    def messages_for_me(self) -> list[Message]:
        """The ephemeral messages that only this person sees, and the app's direct messages, oldest first."""
        channels = self._sandbox.workspace.channels.values()
        found = [
            message
            for channel in channels
            for message in channel.messages
            if message.visible_to == self.id or (channel.dm_with == self.id and message.user != self.id)
        ]
        return sorted(found, key=lambda message: float(message.ts))

    async def is_told(self, *words: str, seconds: float = 5.0) -> Message:
        """The newest message for this person that has all these words in it, as soon as there is one."""

        def newest() -> Message | None:
            fitting = [m for m in self.messages_for_me() if all(word in readable(m) for word in words)]
            return fitting[-1] if fitting else None

        found = await self._sandbox.until(newest, seconds)
        assert found is not None
        return found

    async def presses(self, message: Message, button: str, *, nth: int = 0) -> None:
        """A button of a message, by its label. Raises NotPossible."""
        block, element = _button(message.blocks, button, nth)
        channel = next(c for c in self._sandbox.workspace.channels.values() if message in c.messages)
        await self._sandbox.acts.press_in_message(self.user, channel, message, action_of(block, element))

    async def uses_shortcut(self, callback_id: str, channel: str | None = None, message: Message | None = None) -> None:
        place = None if channel is None else self._sandbox.channel(channel)
        await self._sandbox.acts.use_shortcut(self.user, callback_id, channel=place, message=message)

    def reacts(self, message: Message, name: str) -> None:
        """A second time takes the reaction away."""
        channel = next(c for c in self._sandbox.workspace.channels.values() if message in c.messages)
        self._sandbox.acts.react(self.user, channel, message, name)

    def invites_app(self, channel: str) -> None:
        self._sandbox.acts.invite_app(self.user, self._sandbox.channel(channel))

    def opens_home(self) -> None:
        self._sandbox.acts.open_home(self.user)


def readable(message: Message) -> str:
    """Everything that a person can read in a message."""
    return "\n".join(texts_of(message.blocks)) if message.blocks else message.text


def buttons_of(message: Message) -> list[str]:
    return [text_of(element["text"]) for _, element in _buttons(message.blocks)]


def action_of(block: dict[str, Any], element: dict[str, Any]) -> dict[str, Any]:
    """What a click on a button says."""
    action = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "text": element.get("text"),
        "value": element.get("value"),
    }
    return {key: value for key, value in action.items() if value is not None}


def _buttons(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for block in blocks:
        for element in elements_of(block):
            if element["type"] == "button":
                yield block, element


def _button(blocks: list[dict[str, Any]], label: str, nth: int) -> tuple[dict[str, Any], dict[str, Any]]:
    found = [(block, element) for block, element in _buttons(blocks) if text_of(element["text"]) == label]
    if nth >= len(found):
        labels = [text_of(element["text"]) for _, element in _buttons(blocks)]
        raise NotPossible(f"There is no button “{label}”. There are: {labels}.")
    return found[nth]
