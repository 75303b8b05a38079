"""How long what is no part of an incident is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """None is for ever.

    `deliveries`: what Slack has delivered, and the reminders that were sent; `refused`: what Slack refused for good.
    """

    deliveries: timedelta | None = None
    refused: timedelta | None = None
    audit: timedelta | None = None
