from dataclasses import replace

import pytest

from bot.domain.errors import Overtaken
from bot.domain.incident import Author
from bot.domain.overtaking import contested, is_as_seen, require_seen, seen_of, unseen
from tests.domain.builders import an_incident

ADA, BOB = Author(name="ada", slack_id="U1"), Author(name="bob", slack_id="U2")
FIRST = an_incident().last_update
INCIDENT = replace(
    an_incident(), updates=tuple(replace(FIRST, position=n, author=a) for n, a in ((1, ADA), (2, BOB), (3, ADA)))
)


def test_what_others_posted_since_is_not_seen_yet() -> None:
    assert [each.position for each in unseen(INCIDENT, 1)] == [2, 3]
    assert [each.position for each in unseen(INCIDENT, 1, ADA)] == [2]
    assert unseen(INCIDENT, 3) == ()


def test_who_has_seen_all_but_their_own_is_not_overtaken() -> None:
    require_seen(INCIDENT, 2, ADA)
    require_seen(INCIDENT, None, BOB)
    with pytest.raises(Overtaken):
        require_seen(INCIDENT, 1, ADA)


def test_what_was_shown_is_known_again_in_any_order() -> None:
    seen = seen_of({"title": "Slow", "components": {"api": 1, "web": 2}})

    assert is_as_seen(seen, "components", {"web": 2, "api": 1})
    assert not is_as_seen(seen, "title", "Slower")
    assert not is_as_seen(seen, "impact", None)


@pytest.mark.parametrize(
    ("now", "given", "told"),
    [
        ("Slow", "Mine", ()),
        ("Theirs", "Mine", ("title",)),
        ("Theirs", "Theirs", ()),
        ("Theirs", None, ()),
    ],
)
def test_only_what_two_have_set_to_different_values_is_contested(
    now: str, given: str | None, told: tuple[str, ...]
) -> None:
    mine = {} if given is None else {"title": given}

    assert contested(seen_of({"title": "Slow"}), mine, {"title": now, "impact": None}) == told


def test_who_has_seen_nothing_contests_nothing() -> None:
    assert contested({}, {"title": "Mine"}, {"title": "Theirs"}) == ()
