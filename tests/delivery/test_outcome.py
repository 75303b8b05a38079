from slack_sdk.errors import SlackObjectFormationError

from bot.delivery.outcome import Hopeless, outcome_of


def test_blocks_that_the_sdk_does_not_even_send_can_never_be_posted() -> None:
    assert outcome_of(SlackObjectFormationError("text attribute cannot be empty")) == Hopeless(reason="invalid_blocks")
