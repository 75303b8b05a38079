"""Notes that a target has a page, and owes Slack the news that an update is on every one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.component import PageId
from bot.domain.page import Page
from bot.use_cases.effects import EditReply, owe
from storage.repositories.replies import Reply
from storage.unit_of_work import UnitOfWork

#: Revisions that every target has, whose changes are still known: another process's web server may be behind ours.
_CHANGES_KEPT = 1000


async def note_published(
    uow: UnitOfWork, page: Page, target: str, *, now: datetime, after: int | None = None
) -> Sequence[str]:
    """The target has the page at `page.revision`; returns the ids of the changes that came to it with that.

    `after` is the revision that it had before, where the record does not tell: each process has a web server, which
    all are one target there.
    """
    # Two targets that come to it at the same time would each think that the other one is missing.
    publications = await uow.publications.of_page(page.id, lock=True)
    before = next((each.revision for each in publications if each.target == target), 0) if after is None else after
    changes = await uow.publications.changes(page.id, after=before, until=page.revision)
    await uow.publications.published(page.id, target, revision=page.revision, now=now)
    everywhere = min(publication.revision for publication in await uow.publications.of_page(page.id))
    await uow.publications.forget_changes(page.id, until=everywhere - _CHANGES_KEPT)
    for reply in await uow.replies.on_page(page.id, revision=everywhere, now=now):
        await _owe_edit(uow, reply, now=now)
    return changes


async def note_failed(
    uow: UnitOfWork, page_id: PageId, target: str, *, error: str, due_at: datetime, now: datetime
) -> None:
    """The target did not take the page; the replies that wait for it name it after its first failure."""
    await uow.publications.failed(page_id, target, error=error, due_at=due_at)
    attempts = next(each.attempts for each in await uow.publications.of_page(page_id) if each.target == target)
    if attempts == 1:
        for reply in await uow.replies.waiting(page_id):
            await _owe_edit(uow, reply, now=now)


async def _owe_edit(uow: UnitOfWork, reply: Reply, *, now: datetime) -> None:
    """A reply that is not in Slack yet will say it by itself."""
    if reply.ts is not None and not reply.told:
        incident = await uow.incidents.number_of_update(reply.update_id)
        await owe(uow, EditReply(incident=incident, update=reply.update_id), channel=reply.channel, now=now)
