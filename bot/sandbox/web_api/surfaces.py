"""Views: opened by a trigger, pushed upon another, updated, published as a home."""

from __future__ import annotations

from typing import Any

from bot.sandbox.api_error import ApiError
from bot.sandbox.web_api.call import Answer, Call


def open_view(call: Call) -> Answer:
    view = _view(call)
    user, _ = call.triggers.exchange(call.arguments.text("trigger_id"))
    return {"view": call.views.open(user, view).to_json()}


def push(call: Call) -> Answer:
    view = _view(call)
    user, upon = call.triggers.exchange(call.arguments.text("trigger_id"))
    return {"view": call.views.push(user, view, upon=upon).to_json()}


def update(call: Call) -> Answer:
    arguments = call.arguments
    view_id, external_id = arguments.optional_text("view_id"), arguments.optional_text("external_id")
    if not view_id and not external_id:
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: view_id"])
    view = call.views.update(
        _view(call), view_id=view_id, external_id=external_id, hash=arguments.optional_text("hash")
    )
    return {"view": view.to_json()}


def publish(call: Call) -> Answer:
    user = call.arguments.text("user_id")
    if user not in call.workspace.users:
        raise ApiError("invalid_arguments", ["[ERROR] no such user [json-pointer:/user_id]"])
    if not call.workspace.app.has_home:
        raise ApiError("not_enabled")
    return {"view": call.views.publish(user, _view(call), hash=call.arguments.optional_text("hash")).to_json()}


def _view(call: Call) -> Any:
    return call.arguments.json("view")
