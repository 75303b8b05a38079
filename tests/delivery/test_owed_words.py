"""Nothing that waits is shown in the words of programs alone."""

from typing import get_args

import pytest

from bot.delivery.owed_words import KINDS, reason_in_words
from bot.slack_errors import BARRED, REFUSED_TOKEN, UNCLEAR
from bot.use_cases.effects import Effect


def test_every_kind_of_effect_has_its_words() -> None:
    [effects, _field] = get_args(Effect)

    assert set(KINDS) == {effect.model_fields["kind"].default for effect in get_args(effects)}


@pytest.mark.parametrize("code", sorted(BARRED | REFUSED_TOKEN | UNCLEAR))
def test_every_error_that_slack_may_take_back_has_its_words(code: str) -> None:
    assert not reason_in_words(code).startswith("Slack refuses it")
    assert reason_in_words(code).endswith(f"({code})")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("Slack did not answer.", "Slack did not answer."),
        ("http_503", "Slack failed; nothing is wrong here (http_503)"),
        ("some_new_error", "Slack refuses it (some_new_error)"),
        ("LookupError", "Stormlamp could not make it (LookupError); its log says more"),
    ],
)
def test_what_else_keeps_a_message_is_said(reason: str, words: str) -> None:
    assert reason_in_words(reason) == words
