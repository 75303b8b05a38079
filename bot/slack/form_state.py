"""What a view holds when Slack sends it back, read into values."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.blocks.entries import Entries
from bot.blocks.form_fields import FOLLOW_COMPONENTS
from bot.blocks.form_memory import FormMemory, fingerprint_of_texts
from bot.blocks.ids import Field, Form, field_of
from bot.domain.component import ComponentId, ComponentStatus, PageId
from bot.domain.incident import Impact, IncidentStatus
from bot.domain.text import uncontrolled
from bot.slack.payload import Payload, delivery_of_form, legible
from bot.use_cases.origin import Origin


@dataclass(frozen=True, slots=True)
class FormState:
    """`begun` is what the form remembers and says once a ready-made message is filled in."""

    view: Payload
    begun: tuple[FormMemory, str] | None = None

    @property
    @legible
    def form(self) -> Form:
        return Form(self.view["callback_id"])

    @property
    @legible
    def memory(self) -> FormMemory:
        if self.begun is not None:
            return self.begun[0]
        return FormMemory.model_validate_json(self.view["private_metadata"])

    @property
    @legible
    def page(self) -> PageId | None:
        """The page that is chosen; a form for an incident has no such field."""
        page = self._choice(Field.PAGE)
        return None if page is None else PageId(page)

    @property
    @legible
    def page_name(self) -> str:
        """Empty where none is chosen."""
        elements = self._elements(Field.PAGE)
        return next((_shown(element) for _, element in elements), "")

    @property
    @legible
    def ready_message(self) -> int | None:
        chosen = self._choice(Field.READY_MESSAGE)
        return None if chosen is None else int(chosen)

    @property
    @legible
    def origin(self) -> Origin:
        memory = self.memory
        delivery = delivery_of_form(self.view, memory.attempt, memory.number)
        return Origin(channel=memory.channel, source=memory.source, delivery=delivery)

    @property
    @legible
    def entries(self) -> Entries:
        choices = (Field.STATUS, Field.IMPACT, Field.STATUS_OF_ALL, Field.UPDATE, Field.NEXT_UPDATE)
        status, impact, status_of_all, update, minutes = map(self._choice, choices)
        return Entries(
            title=self._text(Field.TITLE),
            message=self._text(Field.MESSAGE) if self.begun is None else self.begun[1],
            status=None if status is None else IncidentStatus(status),
            components=tuple(ComponentId(id) for id in self._chosen(Field.COMPONENTS)),
            component_statuses={
                ComponentId(scope[-1]): ComponentStatus(element["selected_option"]["value"])
                for scope, element in self._elements(Field.COMPONENT_STATUS)
                if element.get("selected_option")
            },
            status_of_all=None if status_of_all is None else ComponentStatus(status_of_all),
            impact=None if impact in {None, FOLLOW_COMPONENTS} else Impact(impact),
            reopen=self._is_ticked(Field.REOPEN, otherwise=False),
            publish=self._is_ticked(Field.PUBLISH, otherwise=True),
            own_channel=self._is_ticked(Field.OWN_CHANNEL, otherwise=False),
            next_update_in=None if minutes is None else timedelta(minutes=int(minutes)),
            update=None if update is None else int(update),
            reason=self._text(Field.REASON),
            resolution=self._text(Field.RESOLUTION),
            started_at=self._time(Field.STARTED_AT),
            resolved_at=self._time(Field.RESOLVED_AT),
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """What the public would read of it."""
        entries = self.entries
        return (entries.title, entries.message, entries.resolution)

    @property
    def words(self) -> str:
        """Tells these texts from others."""
        return fingerprint_of_texts(self.texts)

    @property
    @legible
    def confirms_words(self) -> bool:
        """Whether the responder has said, of these very texts, that they mean the private words in them."""
        return self._is_ticked(Field.AS_IS, otherwise=False) and self.memory.words == self.words

    @legible
    def has(self, field: Field) -> bool:
        return any(field_of(block.get("block_id") or "")[0] == field for block in self.view["blocks"])

    @legible
    def read(self, fields: Collection[str]) -> list[str]:
        """What stands in these fields, beneath their labels, as people read it."""
        values = self.view["state"]["values"]
        found = [
            (block["label"]["text"], _shown(values[block["block_id"]][block["element"]["action_id"]]))
            for block in self.view["blocks"]
            if block["type"] == "input" and field_of(block["block_id"])[0] in fields
        ]
        return [f"{label}: {shown}" for label, shown in found if shown]

    def _text(self, field: Field) -> str:
        return uncontrolled(next((str(element.get("value") or "") for _, element in self._elements(field)), ""))

    def _is_ticked(self, field: Field, *, otherwise: bool) -> bool:
        """Of a form without that box, what holds then."""
        return next((bool(element.get("selected_options")) for _, element in self._elements(field)), otherwise)

    def _time(self, field: Field) -> datetime | None:
        seconds = next((element.get("selected_date_time") for _, element in self._elements(field)), None)
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

    def _choice(self, field: Field) -> str | None:
        chosen = next((element.get("selected_option") for _, element in self._elements(field)), None)
        return None if chosen is None else str(chosen["value"])

    def _chosen(self, field: Field) -> list[str]:
        options = next((element.get("selected_options") or [] for _, element in self._elements(field)), [])
        return [str(option["value"]) for option in options]

    def _elements(self, field: Field) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
        for block_id, elements in self.view["state"]["values"].items():
            if field in elements:
                head, scope = field_of(block_id)
                if head == field:
                    yield scope, elements[field]


def _shown(element: dict[str, Any]) -> str:
    seconds = element.get("selected_date_time")
    if seconds is not None:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    chosen = element.get("selected_options") or [element.get("selected_option")]
    names = ", ".join(option["text"]["text"] for option in chosen if option)
    return names or str(element.get("value") or "")
