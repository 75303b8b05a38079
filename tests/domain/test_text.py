import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Invalid
from bot.domain.text import clean, clean_line, valid_message, valid_title


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\r\nlines \n", "two\nlines"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("tab\there", "tab    here"),
        ("line\u2028separator", "line\nseparator"),
        ("right\u202eto left", "rightto left"),
        ("half \ud83d emoji", "half  emoji"),
        ("not \uffff a character", "not  a character"),
        ("new emoji \U0001fae8 stay", "new emoji \U0001fae8 stay"),
        ("ضربة", "ضربة"),
    ],
)
def test_control_characters_are_stripped_and_newlines_kept(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_title_stands_on_one_line() -> None:
    assert clean_line(" Website\n  slow ") == "Website slow"


@pytest.mark.parametrize(("length", "fits"), [(1, True), (150, True), (151, False)])
def test_a_title_has_1_to_150_characters(length: int, fits: bool) -> None:
    if fits:
        assert valid_title("x" * length) == "x" * length
    else:
        with pytest.raises(Invalid, match="at most 150"):
            valid_title("x" * length)


@given(st.text())
def test_what_is_kept_of_any_text_can_be_stored_and_is_clean_already(text: str) -> None:
    kept = clean(text)

    assert kept.encode() == clean(kept).encode()


@given(st.text(max_size=4_000))
def test_any_message_is_kept_within_bounds_or_refused_with_a_sentence(text: str) -> None:
    if 1 <= len(clean(text)) <= 3_000 and any(char.isprintable() and not char.isspace() for char in clean(text)):
        assert valid_message(text) == clean(text)
    else:
        with pytest.raises(Invalid, match=r"\.$") as refused:
            valid_message(text)
        assert refused.value.field == "message"
