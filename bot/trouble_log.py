"""Logs what fails again and again: that it began, each new reason, a word now and then, and that it is over."""

from __future__ import annotations

import logging
import math
import time
from typing import Any

import structlog

_AGAIN_SECONDS = 60.0

log = structlog.get_logger()


class TroubleLog:
    """One for each thing that is tried anew by itself; `over` is the event that says that it went well again."""

    def __init__(self, event: str, *, over: str, level: int = logging.WARNING, **fields: object) -> None:
        self._event = event
        self._over = over
        self._level = level
        self._fields = fields
        self._reason: str | None = None
        self._said_at = -math.inf

    def failed(self, reason: str, **more: Any) -> None:
        if reason != self._reason or time.monotonic() - self._said_at > _AGAIN_SECONDS:
            log.log(self._level, self._event, **self._fields, reason=reason, **more)
            self._reason, self._said_at = reason, time.monotonic()

    def ended(self) -> None:
        if self._reason is not None:
            log.info(self._over, **self._fields)
            self._reason = None
