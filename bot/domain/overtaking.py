"""Two responders at once: what others have posted since one of them began to write."""

from __future__ import annotations

from bot.domain.errors import Overtaken
from bot.domain.incident import Author, Incident, Update


def unseen(incident: Incident, seen: int, author: Author | None = None) -> tuple[Update, ...]:
    """The updates after the position that was `seen`, but for `author`'s own."""
    return tuple(each for each in incident.updates if each.position > seen and each.author != author)


def require_seen(incident: Incident, seen: int | None, author: Author) -> None:
    """Raises Overtaken where others have posted since. `seen` of None is somebody who has not looked at all."""
    if seen is not None and unseen(incident, seen, author):
        raise Overtaken(incident.reference)
