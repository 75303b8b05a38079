"""The one id that a change has from Slack to the page, in logs and in what is owed for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.domain.ids import new_id

_CURRENT: ContextVar[str | None] = ContextVar("change", default=None)


def current_change() -> str | None:
    """None where nothing is being changed, or the change came with no id."""
    return _CURRENT.get()


@contextmanager
def change(id: str | None = None) -> Iterator[str]:
    """What happens in the block belongs to that change, or to a new one."""
    id = id or new_id()
    token = _CURRENT.set(id)
    try:
        yield id
    finally:
        _CURRENT.reset(token)
