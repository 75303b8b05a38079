"""Owe a mention its answer: once, and though Slack or we are away just then."""

from __future__ import annotations

from bot.use_cases.claims import is_repeated
from bot.use_cases.clock import Clock
from bot.use_cases.effects import PostAnswer, owe
from bot.use_cases.origin import Origin
from storage.database import Database


class AnswerMention:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, answer: PostAnswer, *, origin: Origin) -> None:
        """Raises TryAgain."""
        now = self._clock()
        # What only one person sees must not wait behind a channel's posts, nor they behind it.
        stream = answer.channel if answer.is_for_all else answer.user
        async with self._database.writing() as uow:
            if not await is_repeated(uow, origin, now=now):
                await owe(uow, answer, channel=stream, now=now)
