"""What Slack's payloads have in common, whichever way they came."""

from __future__ import annotations

from typing import Any

Payload = dict[str, Any]


def user_of(body: Payload) -> str:
    """A command names its user flat, everything else nested."""
    return str(body["user_id"] if "user_id" in body else body["user"]["id"])


def channel_of(body: Payload) -> str | None:
    """None where nobody is in a channel: a global shortcut, a button in a view."""
    nested = (body.get("channel") or {}).get("id") or (body.get("container") or {}).get("channel_id")
    return body.get("channel_id") or nested
