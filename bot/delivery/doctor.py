"""Looks at everything that Stormlamp depends on, and says what to do about what is not well."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

from bot.delivery.owed_words import reason_in_words
from bot.delivery.slack_examination import SlackExamination
from bot.domain.errors import StormlampError
from bot.domain.finding import Finding
from bot.domain.page import Page
from bot.domain.texts import say
from bot.status_page.targets.target import Target
from bot.use_cases.clock import Clock
from storage.database import Database

_LATE = timedelta(minutes=2)


class Doctor:
    """`targets` are those beside this server; `slack` is None where that is not configured."""

    def __init__(
        self, database: Database, targets: Sequence[Target], slack: SlackExamination | None, clock: Clock
    ) -> None:
        self._database = database
        self._targets = targets
        self._slack = slack
        self._clock = clock

    async def __call__(self) -> Sequence[Finding]:
        return [finding async for finding in self._look()]

    async def _look(self) -> AsyncIterator[Finding]:
        try:
            version, tables = await self._database.version()
            detail = say("{version}, tables {tables}", version=version, tables=tables)
            yield await self._written(detail)
            async with self._database.reading() as uow:
                pages = list(await uow.pages.all())
        except StormlampError as error:
            yield Finding(
                subject=say("Database"), is_ok=False, detail=error.message, way_out=say("Check DATABASE_URL.")
            )
            return
        async for finding in self._outbox():
            yield finding
        for page in pages:
            async for finding in self._publications(page):
                yield finding
        for target in self._targets:
            yield await _reached(target)
        if self._slack is None:
            yield Finding(
                subject="Slack",
                is_ok=True,
                detail=say("not configured; the page and the command line work without it."),
            )
            return
        async for finding in self._slack([page for page in pages if page.retired_at is None]):
            yield finding

    async def _written(self, detail: str) -> Finding:
        subject = say("Database")
        try:
            await self._database.try_to_write()
        except StormlampError as error:
            way_out = say("Until it takes changes again forms are refused, and the pages stay as they are.")
            return Finding(subject=subject, is_ok=False, detail=f"{detail}. {error.message}", way_out=way_out)
        return Finding(subject=subject, is_ok=True, detail=detail)

    async def _outbox(self) -> AsyncIterator[Finding]:
        async with self._database.reading() as uow:
            state = await uow.outbox.state()
        if state.stuck:
            stuck = "; ".join(f"{stream}: {reason_in_words(reason)}" for stream, reason in state.stuck.items())
            yield Finding(
                subject=say("Owed to Slack"),
                is_ok=False,
                detail=say("{count} waiting, stuck in {stuck}", count=state.owed, stuck=stuck),
                way_out=say("Once that is mended, what is owed follows by itself; `stormlamp outbox list` shows it."),
            )
        elif state.oldest is not None and self._clock() - state.oldest > _LATE:
            yield Finding(
                subject=say("Owed to Slack"),
                is_ok=False,
                detail=say("{count} waiting since {oldest:%Y-%m-%d %H:%M} UTC", count=state.owed, oldest=state.oldest),
                way_out=say("Is `stormlamp run` running?"),
            )
        else:
            yield Finding(subject=say("Owed to Slack"), is_ok=True, detail=say("{count} waiting", count=state.owed))
        if state.set_aside:
            yield Finding(
                subject=say("Refused by Slack"),
                is_ok=False,
                detail=say("{count} set aside", count=state.set_aside),
                way_out=say(
                    "`stormlamp outbox list` says why; once that is mended, `stormlamp outbox retry --all` tries "
                    "anew, and `stormlamp outbox drop` gives up."
                ),
            )

    async def _publications(self, page: Page) -> AsyncIterator[Finding]:
        async with self._database.reading() as uow:
            publications = await uow.publications.of_page(page.id)
        if not publications:
            yield Finding(
                subject=say("Page {page}", page=page.slug),
                is_ok=False,
                detail=say("was never published"),
                way_out=say("`stormlamp run` publishes it."),
            )
        for each in publications:
            yield Finding(
                subject=say("Page {page} on {target}", page=page.slug, target=each.target),
                is_ok=each.revision >= page.revision,
                detail=say("revision {revision} of {newest}", revision=each.revision, newest=page.revision)
                + (f": {each.last_error}" if each.last_error and each.revision < page.revision else ""),
                way_out=say("Is `stormlamp run` running, and may it write there? `stormlamp publish` mends a target."),
            )


async def _reached(target: Target) -> Finding:
    subject = say("Target {target}", target=target.name)
    try:
        await target.reach()
    except OSError as error:
        way_out = say(
            "Until it takes files again it shows the public the last ones; what is missing follows by itself."
        )
        return Finding(subject=subject, is_ok=False, detail=str(error), way_out=way_out)
    return Finding(subject=subject, is_ok=True, detail=say("takes files"))
