"""Whether this process may get visitors, and how its parts stand: what `/readyz` answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.errors import StormlampError
from bot.slack.connection import Connection
from bot.status_page.memory import RenderedPages
from bot.supervision import Supervision
from bot.use_cases.clock import Clock
from storage.database import Database

_DATABASE_SECONDS = 2.0
#: What is due and held by nobody is taken up at once, unless nobody is there to do it.
_STUCK_AFTER = timedelta(minutes=1)
_CONNECTING = "Slack is being connected."


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Each part is True, False, or None where it does not belong to this process; `reasons` say what is not well.

    It is ready as soon as there are pages: without Slack or the database the last pages are still there, and a load
    balancer must not take them away.
    """

    is_ready: bool
    slack: bool | None = None
    database: bool | None = None
    dispatcher: bool | None = None
    reasons: tuple[str, ...] = ()

    def body(self) -> dict[str, object]:
        return {
            "pages": self.is_ready,
            "slack": self.slack,
            "database": self.database,
            "dispatcher": self.dispatcher,
            "reasons": list(self.reasons),
        }


@dataclass(slots=True, kw_only=True)
class Standing:
    """Looks at the parts that this process has."""

    pages: RenderedPages
    clock: Clock
    supervision: Supervision = field(default_factory=Supervision)
    database: Database | None = None
    connection: Connection | None = None

    async def __call__(self) -> Readiness:
        troubles = self.supervision.troubles
        reasons = [] if self.pages.is_ready else ["No page has been rendered yet."]
        slack = dispatcher = database = None
        if self.connection is not None:
            slack = self.connection.is_up
            reasons += [] if slack else [self.connection.trouble or troubles.get("slack", _CONNECTING)]
        if self.database is not None:
            trouble, is_stuck = await self._look_at_database(self.database)
            database = trouble is None
            reasons += [trouble] if trouble else []
            if self.connection is not None:
                dispatcher = not is_stuck and "dispatcher" not in troubles
                reasons += [] if dispatcher else [troubles.get("dispatcher", "What is owed to Slack is not taken up.")]
        return Readiness(
            is_ready=self.pages.is_ready, slack=slack, database=database, dispatcher=dispatcher, reasons=tuple(reasons)
        )

    async def _look_at_database(self, database: Database) -> tuple[str | None, bool]:
        """What is wrong with it, and whether something is due in it that nobody has taken up."""
        try:
            async with asyncio.timeout(_DATABASE_SECONDS), database.reading() as uow:
                due_at = await uow.outbox.next_due_at(now=self.clock())
        except TimeoutError:
            return "The database does not answer.", False
        except StormlampError as error:
            return error.message, False
        return None, due_at is not None and due_at < self.clock() - _STUCK_AFTER
