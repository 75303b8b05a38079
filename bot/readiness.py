"""Whether this process may get visitors, and how its parts stand: what `/readyz` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.slack.connection import Connection
from bot.status_page.memory import RenderedPages
from bot.supervision import Supervision
from bot.use_cases.clock import Clock
from storage.looks import Looks

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
    look: Looks | None = None
    connection: Connection | None = None

    async def __call__(self) -> Readiness:
        troubles = self.supervision.troubles
        reasons = [] if self.pages.is_ready else ["No page has been rendered yet."]
        slack = dispatcher = database = None
        if self.connection is not None:
            slack = self.connection.is_up
            why = self.connection.trouble or troubles.get("slack") or self.connection.lost or _CONNECTING
            reasons += [] if slack else [why]
        if self.look is not None:
            seen = await self.look()
            database = seen.trouble is None
            reasons += [seen.trouble] if seen.trouble else []
            if self.connection is not None:
                is_stuck = seen.next_due_at is not None and seen.next_due_at < self.clock() - _STUCK_AFTER
                dispatcher = database and not is_stuck and "dispatcher" not in troubles
                # Without the database it has nothing to take up, and that reason is there.
                if database and not dispatcher:
                    reasons.append(troubles.get("dispatcher", "What is owed to Slack is not taken up."))
        return Readiness(
            is_ready=self.pages.is_ready, slack=slack, database=database, dispatcher=dispatcher, reasons=tuple(reasons)
        )
