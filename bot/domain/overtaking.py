"""Two people at once: what others have posted or changed since one of them began to write."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from bot.domain.errors import Overtaken
from bot.domain.incident import Author, Correction, Incident, Update


def unseen(incident: Incident, seen: int, author: Author | None = None) -> tuple[Update, ...]:
    """The updates after the position that was `seen`, but for `author`'s own."""
    return tuple(each for each in incident.updates if each.position > seen and each.author != author)


def require_seen(incident: Incident, seen: int | None, author: Author) -> None:
    """Raises Overtaken where others have posted since. `seen` of None is somebody who has not looked at all."""
    if seen is not None and unseen(incident, seen, author):
        raise Overtaken(incident.reference)


def unseen_corrections(update: Update, seen: int, author: Author | None = None) -> tuple[Correction, ...]:
    """Those after the first `seen` ones, but for `author`'s own."""
    return tuple(each for each in update.corrections[seen:] if each.author != author)


def require_corrections_seen(incident: Incident, position: int, seen: int | None, author: Author) -> None:
    """Raises Overtaken where others have corrected that update since. `seen` of None is somebody who has not looked."""
    for update in incident.updates:
        if update.position == position and seen is not None and unseen_corrections(update, seen, author):
            raise Overtaken(incident.reference)


#: What somebody saw of each value: a fingerprint, short enough to travel with the form that showed them.
Seen = Mapping[str, str]


def seen_of(values: Mapping[str, object]) -> dict[str, str]:
    """Equal for equal values; mappings are so in any order."""
    return {name: _fingerprint(value) for name, value in values.items()}


def is_as_seen(seen: Seen, name: str, value: object) -> bool:
    """Whether it says what was shown: nobody has touched it."""
    return seen.get(name) == _fingerprint(value)


def contested(seen: Seen, given: Mapping[str, object], now: Mapping[str, object]) -> tuple[str, ...]:
    """What of the `given` others have set to something else since it was `seen`."""
    return tuple(
        name
        for name, value in given.items()
        if name in seen and not is_as_seen(seen, name, now[name]) and _fingerprint(now[name]) != _fingerprint(value)
    )


def require_uncontested(
    reference: str, seen: Seen | None, given: Mapping[str, object], now: Mapping[str, object]
) -> None:
    """Raises Overtaken. `seen` of None is somebody who has not looked at all."""
    names = contested(seen or {}, given, now)
    if names:
        raise Overtaken(reference, names)


def _fingerprint(value: object) -> str:
    text = repr(sorted(value.items()) if isinstance(value, Mapping) else value)
    return sha256(text.encode()).hexdigest()[:16]
