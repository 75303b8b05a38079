import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Invalid
from bot.domain.look import (
    DARK_SURFACE,
    LIGHT_SURFACE,
    LOGO_LIMIT,
    Accent,
    Link,
    contrast,
    valid_accent,
    valid_links,
    valid_logo,
)

colours = st.binary(min_size=3, max_size=3).map(lambda channels: f"#{channels.hex()}")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@given(colours)
def test_an_accent_can_be_read_in_both_schemes_or_is_refused_with_one_that_could(colour: str) -> None:
    try:
        accent = valid_accent(colour)
    except Invalid as refusal:
        assert contrast(colour, LIGHT_SURFACE) < 4.5
        accent = valid_accent(refusal.message.split()[-3])
    assert contrast(accent.light, LIGHT_SURFACE) >= 4.5
    assert contrast(accent.dark, DARK_SURFACE) >= 4.5


def test_both_colours_can_be_given() -> None:
    assert valid_accent("#14588F, #8fc7f7") == Accent("#14588f", "#8fc7f7")


@pytest.mark.parametrize("text", ["", "blue", "#123", "#14588f,#14588f", "#8fc7f7,#8fc7f7", "#14588f;x", ",#8fc7f7"])
def test_what_is_no_colour_or_can_not_be_read_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        valid_accent(text)

    assert refusal.value.field == "accent"


def test_links_keep_their_order() -> None:
    pairs = [("Support", "mailto:help@example.com"), ("Home", "https://example.com/?a=b")]

    assert valid_links(pairs) == tuple(Link(label, url) for label, url in pairs)


@pytest.mark.parametrize(
    "pairs",
    [
        [("", "https://example.com")],
        [("Home", "javascript:alert(1)")],
        [("Home", "https://")],
        [("Home", "https://example.com/a b")],
        [("Home", "example.com")],
        [("Home", "http://[")],
        [("Home", "https://example.com"), ("Home", "https://example.org")],
        [(str(number), "https://example.com") for number in range(9)],
    ],
)
def test_a_link_that_can_not_be_followed_is_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid):
        valid_links(pairs)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff....", "jpg"),
        (b"GIF89a....", "gif"),
        (b"<?xml version='1.0'?>\n<!-- ours -->\n<svg/>", "svg"),
    ],
)
def test_a_logo_is_known_by_its_first_bytes_and_named_by_all_of_them(content: bytes, kind: str) -> None:
    logo = valid_logo(content)

    assert logo.name.startswith("logo-")
    assert logo.name.endswith(f".{kind}")
    assert valid_logo(content + b" ").name != logo.name


@pytest.mark.parametrize(
    "content", [b"", b"<html><svg/>", b"<!-- a -->" * 4_000 + b"<html>", b"%PDF", b"GIF89a" + b"." * LOGO_LIMIT]
)
def test_another_file_or_a_large_one_is_no_logo(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        valid_logo(content)

    assert refusal.value.field == "logo"
