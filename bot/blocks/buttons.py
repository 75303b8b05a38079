"""The buttons that lead on: to a form, to another command, to the public page."""

from __future__ import annotations

from typing import Literal

from slack_sdk.models.blocks import ButtonElement

from bot.blocks import limits
from bot.blocks.form_request import FormRequest, declaring
from bot.blocks.ids import OPEN_LINK, Form, OpenForm, RunCommand
from bot.domain.incident import Incident
from bot.domain.texts import say

Style = Literal["primary", "danger"]


def open_form(label: str, request: FormRequest, *, style: Style | None = None) -> ButtonElement:
    return ButtonElement(
        text=limits.cut(label, limits.BUTTON_TEXT),
        action_id=OpenForm[request.form.name],
        value=request.value(),
        style=style,
    )


def declare_button(text: str = "") -> ButtonElement:
    """Declares an incident with that title."""
    return open_form(say("Declare incident"), declaring(text), style="primary")


def incident_button(form: Form, label: str, incident: Incident) -> ButtonElement:
    return open_form(label, FormRequest(form=form, number=incident.number))


def run_command(label: str, command: str, *, action: RunCommand = RunCommand.RUN) -> ButtonElement:
    """`command` is what stands after `/incident`."""
    return ButtonElement(text=limits.cut(label, limits.BUTTON_TEXT), action_id=action, value=command)


def open_link(label: str, url: str) -> ButtonElement:
    return ButtonElement(text=limits.cut(label, limits.BUTTON_TEXT), action_id=OPEN_LINK, url=url)
