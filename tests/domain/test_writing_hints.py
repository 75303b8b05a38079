import pytest

from bot.domain.writing_hints import hints


@pytest.mark.parametrize(
    ("message", "start"),
    [
        ("It will be fixed by 15:00.", "“will be fixed” is a promise."),
        ("We'll fix it by 15:00.", "“We'll fix” is a promise."),
        ("An engineer deployed a bad change at 14:00.", "“An engineer deployed” puts the blame on somebody."),
        ("It is the fault of our provider, since 14:00.", "“fault of our provider” puts the blame on somebody."),
        ("The pods restart since 14:00.", "“pods” may be a strange word to readers."),
        ("We are looking into it.", "It does not say when you will write next."),
    ],
)
def test_what_could_be_kinder_is_said(message: str, start: str) -> None:
    [hint] = hints(message, expects_more=True)

    assert hint.startswith(start)


@pytest.mark.parametrize(
    "message",
    [
        "Some pages load slowly since 14:05 UTC. We are looking for the cause and write again by 14:45.",
        "We have found the cause and expect to be back by 15:00 UTC.",
        "We write again within the next 30 minutes.",
    ],
)
def test_a_good_message_gets_no_advice(message: str) -> None:
    assert hints(message, expects_more=True) == ()


def test_the_last_word_needs_no_estimate() -> None:
    assert hints("All is well again.", expects_more=False) == ()
