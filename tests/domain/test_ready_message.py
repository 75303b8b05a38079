import pytest

from bot.domain.errors import Invalid
from bot.domain.ready_message import ReadyMessage, begun_with, valid_ready_message

READY = ReadyMessage(id=1, name="Slow", text="{component} on {page} is slow.")


@pytest.mark.parametrize(
    ("components", "filled"),
    [
        ((), "Acme on Acme is slow."),
        (("API",), "API on Acme is slow."),
        (("API", "Mail", "{page}"), "API, Mail and {page} on Acme is slow."),
    ],
)
def test_names_stand_where_the_message_leaves_room_for_them(components: tuple[str, ...], filled: str) -> None:
    assert READY.filled(page="Acme", components=components) == filled


def test_a_placeholder_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid, match=r"“\{komponent\}” stands for nothing\. There are \{component\} and \{page\}\."):
        valid_ready_message("Slow", "{komponent} is slow.")

    assert valid_ready_message(" Slow\n", "{component} {…}\n") == ("Slow", "{component} {…}")


def test_what_was_typed_stays_above_a_ready_message() -> None:
    assert begun_with("", "Ready.", is_untouched=False) == "Ready."
    assert begun_with("Typed. ", "Ready.", is_untouched=False) == "Typed.\n\nReady."
    assert begun_with("The one before.", "Ready.", is_untouched=True) == "Ready."
