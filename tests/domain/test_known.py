import pytest

from bot.domain import known
from bot.domain.incident import IncidentId
from bot.domain.known import Known

ONE, TWO, THREE = map(IncidentId, ("one", "two", "three"))


def a_known(*ids: IncidentId) -> Known[str]:
    made: Known[str] = Known()
    for id in ids:
        assert made.get(id) is None
        made.put(id, id.upper())
    made.settle()
    return made


def test_what_is_asked_for_again_is_kept() -> None:
    made = a_known(ONE, TWO)

    for _ in range(2):
        assert (made.get(ONE), made.get(TWO)) == ("ONE", "TWO")
        made.settle()


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    made = a_known(ONE, TWO)
    made.get(TWO)
    made.settle()

    assert len(made) == 1
    assert (made.get(ONE), made.get(TWO)) == (None, "TWO")


def test_there_is_an_end_to_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "_KEPT", 2)
    made = a_known(ONE, TWO)
    made.put(ONE, "one again")
    made.put(THREE, "THREE")

    assert [made.get(id) for id in (ONE, TWO, THREE)] == ["one again", None, "THREE"]
