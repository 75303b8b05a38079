"""One call of a method: who calls, with what, in which workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from bot.sandbox.triggers import Triggers
from bot.sandbox.views import Views
from bot.sandbox.web_api.arguments import Arguments
from bot.sandbox.workspace import Workspace

Answer = dict[str, Any]


class Events(Protocol):
    """Where a method tells the app what came of it."""

    def tell(self, event: dict[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    workspace: Workspace
    views: Views
    triggers: Triggers
    events: Events
    socket_url: str
    base_url: str
    arguments: Arguments


class Method(Protocol):
    """Raises ApiError. Its answer gets `ok: true`."""

    def __call__(self, call: Call, /) -> Answer: ...
