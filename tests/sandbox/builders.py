"""Payloads that Slack takes, to be made wrong in one place."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Hello") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Hello") -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Hello", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def option(number: int = 1, **more: Any) -> Json:
    return {"text": plain(f"Option {number}"), "value": f"v{number}", **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Press"), "action_id": "press", **more}


def buttons(count: int) -> list[Json]:
    return [button(action_id=f"press_{number}") for number in range(count)]


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "choose", "options": options(2), **more}


def grouped_select(groups: int, *, options_each: int = 1) -> Json:
    return {
        "type": "static_select",
        "action_id": "choose",
        "option_groups": [{"label": plain(f"Group {n}"), "options": options(options_each)} for n in range(groups)],
    }


def text_input(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "typed", **more}


def field(element: Json | None = None, *, label: str = "Title", **more: Any) -> Json:
    return {"type": "input", "label": plain(label), "element": element or text_input(), **more}


def confirm(**more: Any) -> Json:
    return {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), **more}


def modal(*blocks: Json, title: str = "Declare", **more: Any) -> Json:
    return {"type": "modal", "title": plain(title), "submit": plain("Publish"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}
