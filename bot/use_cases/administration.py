"""What the verbs of pages, groups and components have in common: only admins may do them."""

from __future__ import annotations

from bot.use_cases.actor import Admins
from bot.use_cases.clock import Clock
from storage.database import Database

_WORKSPACE_ADMINS = Admins()


class Administration:
    """Each of them raises NotAllowed for who is no admin, and leaves its act in the audit record.

    Those that a form sends raise AlreadyDone where it comes twice, AlreadySubmitted where it has other content then.
    """

    def __init__(self, database: Database, clock: Clock, admins: Admins = _WORKSPACE_ADMINS) -> None:
        self._database = database
        self._clock = clock
        self._admins = admins
