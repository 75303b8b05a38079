"""A form that a responder asks for, with what is known so far: it travels in the value of a button."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.blocks import limits
from bot.blocks.ids import Form
from bot.domain.incident import IncidentStatus
from bot.domain.text import TITLE_LIMIT


class FormRequest(BaseModel):
    """Without a `number` the incident is the one that the channel means."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    form: Form
    number: int | None = None
    title: str = ""
    message: str = ""
    status: IncidentStatus | None = None
    source: str = ""
    """A permalink to the Slack message that the text was taken from."""

    @property
    def typed(self) -> str:
        """What a person typed, to be shown where no form can be."""
        return self.message or self.title

    @property
    def fits_button(self) -> bool:
        return len(self._json()) <= limits.BUTTON_VALUE

    def value(self) -> str:
        """For a button. A message that is too long for one is cut: show what was typed beside it then."""
        request = self
        while (excess := len(request._json()) - limits.BUTTON_VALUE) > 0:
            if len(request.message) <= 1:
                # Something else is longer than anything of ours.
                return FormRequest(form=self.form)._json()
            request = request.model_copy(update={"message": request.message[: -excess - 1] + "…"})
        return request._json()

    def _json(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


def declaring(text: str) -> FormRequest:
    """The declare form with the text as its title; one that is too long for a title is the message, too."""
    if len(text) <= TITLE_LIMIT:
        return FormRequest(form=Form.DECLARE, title=text)
    return FormRequest(form=Form.DECLARE, title=limits.cut(" ".join(text.split()), TITLE_LIMIT), message=text)
