"""A modal, or the app's home, in a person's client: fields found by their labels, options by their texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.acts import NotPossible, Submission
from bot.sandbox.form_state import Block, Element, current_state, elements_of, value_key
from bot.sandbox.texts import text_of, texts_of
from bot.sandbox.user import User
from bot.sandbox.views import State, View

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

_MULTIPLE = {"multi_static_select", "multi_external_select", "checkboxes"}
_EXTERNAL = {"external_select", "multi_external_select"}


class Modal:
    """A live handle: what it says is what the view shows now. What was typed is kept as Slack's client keeps it."""

    def __init__(self, sandbox: Sandbox, user: User, view: View) -> None:
        self._sandbox = sandbox
        self._user = user
        self._entered: State = view.state
        self.view = view

    @property
    def is_open(self) -> bool:
        return self._sandbox.views.get(self.view.id) is not None

    @property
    def title(self) -> str:
        return text_of(self.view.content["title"])

    @property
    def button(self) -> str | None:
        """The submit button's label."""
        return text_of(self.view.content.get("submit")) or None

    @property
    def text(self) -> str:
        """Everything that can be read, labels and hints among it."""
        return "\n".join(texts_of(self.view.blocks))

    @property
    def labels(self) -> list[str]:
        return [text_of(block["label"]) for block in self.view.blocks if block["type"] == "input"]

    @property
    def errors(self) -> dict[str, str]:
        """By label."""
        labels = {block["block_id"]: text_of(block["label"]) for block in self.view.blocks if block["type"] == "input"}
        return {labels[block]: sentence for block, sentence in self.view.errors.items()}

    def hint(self, label: str) -> str:
        return text_of(self._field(label)[0].get("hint"))

    def value(self, label: str) -> Any:
        """The text typed, or the texts of what is chosen."""
        block, element = self._field(label)
        value = self._state()[block["block_id"]][element["action_id"]][value_key(element)]
        if isinstance(value, list):
            return [text_of(option["text"]) for option in value]
        return text_of(value["text"]) if isinstance(value, dict) else value

    def options(self, label: str) -> list[str]:
        """The texts of a static select's options, in order."""
        return [text_of(option["text"]) for option in _options(self._field(label)[1])]

    def fill(self, label: str, text: str) -> None:
        block, element = self._field(label)
        self._enter(block, element, text or None)

    def set_time(self, label: str, at: datetime) -> None:
        block, element = self._field(label)
        self._enter(block, element, int(at.timestamp()))

    def set_channel(self, label: str, channel: str | None) -> None:
        """`#name`, or none."""
        block, element = self._field(label)
        found = None if channel is None else self._sandbox.workspace.channel_named(channel, seen_by=self._user.id).id
        self._enter(block, element, found)

    async def choose(self, label: str, *options: str) -> None:
        """Choose these, and nothing else. Returns when the app has acknowledged it. Raises NotPossible."""
        block, element = self._field(label)
        chosen = [await self._option(block, element, option) for option in options]
        if element["type"] in _MULTIPLE:
            most = element.get("max_selected_items")
            if most is not None and len(chosen) > most:
                raise NotPossible(f"No more than {most} can be chosen in “{label}”.")
            self._enter(block, element, chosen)
        else:
            self._enter(block, element, chosen[0] if chosen else None)
        if block["type"] != "input" or block.get("dispatch_action"):
            await self._tell(block, element)

    async def adds(self, label: str, *options: str) -> None:
        """Choose these beside what is chosen already."""
        await self.choose(label, *self.value(label), *options)

    @property
    def buttons(self) -> list[str]:
        return [text_of(element["text"]) for _, element in self._of_type("button")]

    async def presses(self, button: str, *, nth: int = 0) -> None:
        """A button inside the view. Raises NotPossible."""
        found = [each for each in self._of_type("button") if text_of(each[1]["text"]) == button]
        if nth >= len(found):
            raise NotPossible(f"There is no button “{button}”. There are: {self.buttons}.")
        block, element = found[nth]
        action = {"type": "button", "action_id": element["action_id"], "block_id": block["block_id"]}
        if "value" in element:
            action["value"] = element["value"]
        await self._sandbox.acts.press_in_view(self._user, self.view, action, self._state())

    async def picks(self, option: str, *, beside: str) -> None:
        """From the overflow menu beside the text that has this in it. Raises NotPossible."""
        for block, element in self._of_type("overflow"):
            if beside in text_of(block["text"]):
                chosen = next((each for each in element["options"] if text_of(each["text"]) == option), None)
                if chosen is None:
                    raise NotPossible(f"There is no “{option}” in that menu.")
                action = {"type": "overflow", "action_id": element["action_id"], "block_id": block["block_id"]}
                await self._sandbox.acts.press_in_view(
                    self._user, self.view, {**action, "selected_option": chosen}, self._state()
                )
                return
        raise NotPossible(f"There is no menu beside “{beside}”.")

    async def selects(self, option: str) -> None:
        """From the select without a label that offers it. Raises NotPossible."""
        for block, element in self._of_type("static_select"):
            if option in [text_of(each["text"]) for each in _options(element)]:
                self._enter(block, element, await self._option(block, element, option))
                await self._tell(block, element)
                return
        raise NotPossible(f"There is no select with “{option}”.")

    async def submit(self) -> Submission:
        return await self._sandbox.acts.submit(self._user, self.view, self._state())

    async def close(self) -> None:
        await self._sandbox.acts.close(self._user, self.view)

    def _of_type(self, name: str) -> Iterator[tuple[Block, Element]]:
        for block in self.view.blocks:
            for element in elements_of(block):
                if element["type"] == name:
                    yield block, element

    async def _tell(self, block: Block, element: Element) -> None:
        state = self._state()
        entered = state[block["block_id"]][element["action_id"]]
        action = {"action_id": element["action_id"], "block_id": block["block_id"], **entered}
        await self._sandbox.acts.press_in_view(self._user, self.view, action, state)

    def _state(self) -> State:
        return current_state(self.view.blocks, self._entered)

    def _enter(self, block: Block, element: Element, value: Any) -> None:
        state = self._state()
        state[block["block_id"]][element["action_id"]] = {"type": element["type"], value_key(element): value}
        self._entered = state

    def _field(self, label: str) -> tuple[Block, Element]:
        for block in self.view.blocks:
            name = block.get("label") or block.get("text")
            element = block.get("element") or block.get("accessory")
            if name is not None and element is not None and text_of(name) == label:
                return block, element
        raise NotPossible(f"There is no field “{label}” in “{self.title}”. There are: {self.labels}.")

    async def _option(self, block: Block, element: Element, wanted: str) -> dict[str, Any]:
        offered = _options(element)
        if element["type"] in _EXTERNAL:
            answer = await self._sandbox.acts.suggest(
                self._user, self.view, block["block_id"], element["action_id"], wanted
            )
            known = self._state()[block["block_id"]][element["action_id"]][value_key(element)] or []
            offered = [*(known if isinstance(known, list) else [known]), *_options(answer)]
        for option in offered:
            if text_of(option["text"]) == wanted:
                return dict(option)
        raise NotPossible(f"There is no “{wanted}” to choose. There are: {[text_of(o['text']) for o in offered]}.")


def _options(element: dict[str, Any]) -> list[dict[str, Any]]:
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group["options"])]
