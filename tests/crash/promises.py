"""What has to hold once all is quiet: nothing that was acknowledged is lost, doubled, out of order or off the page."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from bot.domain.announcement import Announcement
from bot.domain.state import Found
from bot.sandbox.channel import Message
from bot.sandbox.person import readable
from bot.sandbox.sandbox import Sandbox
from bot.use_cases.find_incidents import FindIncidents
from storage.database import Database

_PATIENCE = 120.0  # seconds, for a busy machine

#: The pages of an incident, wherever they are published, by its public id.
PagesOf = Callable[[str], Awaitable[Sequence[str]]]


async def nothing_owed(database: Database, *, seconds: float = _PATIENCE) -> None:
    """Wait until Slack and every target have all. Raises AssertionError, with what they have not."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        seen = database.changes.count
        async with database.reading() as uow:
            owed = [each for each in await uow.outbox.all() if each.set_aside_at is None]
            pages = await uow.pages.all()
            behind = [
                each
                for page in pages
                for each in await uow.publications.of_page(page.id)
                if each.revision < page.revision
            ]
        if not owed and not behind:
            return
        assert asyncio.get_running_loop().time() < deadline, f"{len(owed)} are still owed: {owed[:3]}, behind: {behind}"
        await database.changes.wait_beyond(seen, seconds=1)


async def compare(sandbox: Sandbox, database: Database, acknowledged: Iterable[str], pages_of: PagesOf) -> None:
    """Raises AssertionError, with what does not hold."""
    listing = await FindIncidents(database).listed(resolved=None, per_leaf=10_000)
    recorded: list[str] = []
    announced: Counter[str] = Counter()
    for found in listing.incidents:
        messages = [update.message for update in found.incident.updates]
        recorded += messages
        assert any(not _is_its_own(found, each) for each in found.announcements), found.incident.reference
        for announcement in found.announcements:
            _compare_thread(sandbox, found, announcement)
            announced[announcement.channel] += 1
        missing = await _missing(database, messages, partial(pages_of, found.incident.id))
        assert not missing, f"{found.incident.reference} misses {missing} on a page"
    for channel in sandbox.workspace.channels.values():
        bot_announcements = [each for each in channel.history() if each.bot_id and not each.is_reply]
        assert len(bot_announcements) == announced[channel.id], f"an announcement stands twice in {channel.name}"
    assert len(recorded) == len(set(recorded)), "an update is in the record twice"
    assert set(acknowledged) <= set(recorded), "an acknowledged update is lost"


def _compare_thread(sandbox: Sandbox, found: Found, announcement: Announcement) -> None:
    reference, channel = found.incident.reference, sandbox.workspace.channels[announcement.channel]
    posted = [message for message in channel.history() if message.ts == announcement.ts]
    assert len(posted) == 1, f"{reference} is announced {len(posted)} times in {channel.name}"
    messages, told = [update.message for update in found.incident.updates], _words(channel.replies(posted[0].ts))
    # Its own channel was made later: what was said before stands in the other.
    expected = messages[-max(1, len(told)) :] if _is_its_own(found, announcement) else messages
    assert told == expected, f"{reference} in {channel.name}"


def _is_its_own(found: Found, announcement: Announcement) -> bool:
    return found.dedicated is not None and announcement.channel == found.dedicated.channel


async def _missing(
    database: Database, messages: Sequence[str], pages: Callable[[], Awaitable[Sequence[str]]]
) -> list[str]:
    """What is on not every page, as soon as that is nothing: each web server follows the record by itself."""
    deadline = asyncio.get_running_loop().time() + _PATIENCE
    while True:
        seen = database.changes.count
        shown = await pages()
        missing = [message for message in messages if not all(message in page for page in shown)]
        if not missing or asyncio.get_running_loop().time() > deadline:
            return missing
        await database.changes.wait_beyond(seen, seconds=0.2)


def _words(replies: list[Message]) -> list[str]:
    """The message of each update, which is one word; reminders stand between them, where hours are skipped."""
    texts = [readable(reply) for reply in replies]
    return [
        next(line for line in text.splitlines()[1:] if line.startswith("w"))
        for text in texts
        if not text.startswith("⏰")
    ]
