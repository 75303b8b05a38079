"""What a form for admins holds when Slack sends it back, read into values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminField
from bot.domain.errors import Invalid
from bot.domain.look import link_of
from bot.domain.overtaking import is_as_seen
from bot.domain.texts import Later, say
from bot.slack.payload import Payload, delivery_of_form, legible
from bot.use_cases.actor import Actor
from bot.use_cases.change_incident import KEEP, Keep
from bot.use_cases.origin import Origin

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class SentAdminForm:
    """A form with what was entered, and by whom."""

    view: Payload
    actor: Actor

    @property
    @legible
    def memory(self) -> AdminMemory:
        return AdminMemory.model_validate_json(self.view["private_metadata"])

    @property
    def page(self) -> str:
        return self.memory.page or ""

    @property
    def id(self) -> str:
        return self.memory.id or ""

    @property
    @legible
    def origin(self) -> Origin:
        return Origin(delivery=delivery_of_form(self.view, self.memory.attempt, self.page, self.id))

    @property
    @legible
    def channel(self) -> str | None:
        chosen = self.entered(AdminField.CHANNEL).get("selected_conversation")
        return None if chosen is None else str(chosen)

    @property
    @legible
    def links(self) -> Sequence[tuple[str, str]] | Keep:
        """One a line. Raises Invalid."""
        if AdminField.LINKS not in self.view["state"]["values"]:
            return KEEP
        return [link_of(line) for line in self.text(AdminField.LINKS).splitlines() if line.strip()]

    @property
    @legible
    def logo(self) -> bytes | Keep | None:
        svg = self.text(AdminField.LOGO).strip()
        if svg:
            return svg.encode()
        return None if self.is_ticked(AdminField.NO_LOGO) else KEEP

    def changed(self, name: str, value: _Value) -> _Value | Keep:
        """What was not touched is not given: it stays as it is by now."""
        return KEEP if is_as_seen(self.memory.shown, name, value) else value

    @legible
    def text(self, field: AdminField) -> str:
        return str(self.entered(field).get("value") or "")

    @legible
    def choice(self, field: AdminField) -> str:
        return str(self.entered(field)["selected_option"]["value"])

    @legible
    def is_ticked(self, field: AdminField) -> bool:
        return bool(self.entered(field).get("selected_options"))

    @legible
    def number(self, field: AdminField, *, otherwise: Later) -> int:
        """Raises Invalid, which says `otherwise`."""
        text = self.text(field).strip()
        if not text.isdecimal():
            raise Invalid(say(otherwise), field=field)
        return int(text)

    @legible
    def entered(self, block_id: str | None) -> Payload:
        """As Slack gives it."""
        entered: Payload = self.view["state"]["values"].get(block_id, {}).get(block_id, {})
        return entered
