"""What Slack's payloads have in common, whichever way they came."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, ParamSpec, TypeVar

from bot.blocks.notices import OUTDATED
from bot.domain.errors import Invalid
from bot.domain.texts import later, say
from bot.use_cases.origin import Delivery, Origin

Payload = dict[str, Any]

_ILLEGIBLE = later("This form can't be read any more. Copy what you typed, and open it anew.")

_Given = ParamSpec("_Given")
_Value = TypeVar("_Value")


def legible(read: Callable[_Given, _Value]) -> Callable[_Given, _Value]:
    """It raises Invalid where a view is none of ours, or not as we made it, instead of whatever it stumbles over."""

    @wraps(read)
    def checked(*args: _Given.args, **kwargs: _Given.kwargs) -> _Value:
        try:
            return read(*args, **kwargs)
        except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, OSError) as error:
            raise Invalid(say(_ILLEGIBLE)) from error

    return checked


def pressed(action: Payload, read: Callable[[str], _Value]) -> _Value:
    """What a button or a choice of ours says. Raises Invalid for what no version of ours puts there, or this one
    does not know.
    """
    try:
        return read((action.get("selected_option") or action)["value"])
    except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError) as error:
        raise Invalid(say(OUTDATED)) from error


def view_of(body: Payload) -> Payload:
    """The view in which something was pressed or chosen. Raises Invalid where it was in none."""
    view: Payload | None = body.get("view")
    if view is None:
        raise Invalid(say(_ILLEGIBLE))
    return view


def delivery_of_form(view: Payload, attempt: int, *about: object) -> Delivery:
    """The same form sent again with the same content is the same delivery; `about` is what it is about."""
    content = json.dumps([view["callback_id"], *about, view["state"]["values"]], sort_keys=True)
    return Delivery(identity=f"view:{view['id']}:{attempt}", digest=sha256(content.encode()).hexdigest())


def origin_of_event(body: Payload, channel: str) -> Origin:
    """An event that comes twice has the same id."""
    return Origin(channel=channel, delivery=Delivery(identity=f"event:{body['event_id']}", digest=""))


def user_of(body: Payload) -> str:
    """A command names its user flat, everything else nested."""
    return str(body["user_id"] if "user_id" in body else body["user"]["id"])


def channel_of(body: Payload) -> str | None:
    """None where nobody is in a channel: a global shortcut, a button in a view."""
    nested = (body.get("channel") or {}).get("id") or (body.get("container") or {}).get("channel_id")
    return body.get("channel_id") or nested
