from __future__ import annotations

from bot.blocks.form_request import FormRequest
from bot.blocks.ids import Form, OpenForm, RunCommand
from bot.blocks.notices import (
    did_you_mean,
    form_did_not_open,
    nothing_open,
    notice_view,
    refusal,
    sentence,
    unknown_incident,
)
from tests.blocks.reading import assert_fits, buttons_of, text_of


def test_a_refusal_repeats_what_was_typed_so_that_it_is_not_lost() -> None:
    shown = refusal("You are a guest.", typed="The <shop> is slow")

    assert text_of(shown) == "You are a guest.\nWhat you typed:\nThe &lt;shop&gt; is slow"


def test_a_long_text_is_repeated_whole_in_pieces_that_fit() -> None:
    shown = refusal("No.", typed="word " * 1_500)

    assert text_of(shown).count("word") == 1_500
    assert_fits(shown)


def test_a_form_that_did_not_open_can_be_opened_again_with_what_was_typed() -> None:
    request = FormRequest(form=Form.UPDATE, number=3, message="Better")

    shown = form_did_not_open("Slack did not answer.", request)

    [button] = buttons_of(shown)
    assert (button["action_id"], FormRequest.model_validate_json(button["value"])) == (OpenForm.UPDATE, request)
    assert "Better" not in text_of(shown)


def test_what_no_button_can_carry_is_shown_beside_it() -> None:
    shown = form_did_not_open("Slack did not answer.", FormRequest(form=Form.UPDATE, message="m" * 2_500))

    assert "m" * 2_500 in text_of(shown)
    assert_fits(shown)


def test_where_nothing_is_open_what_was_typed_can_be_declared() -> None:
    [button] = buttons_of(nothing_open("Shop is slow"))

    assert FormRequest.model_validate_json(button["value"]) == FormRequest(form=Form.DECLARE, title="Shop is slow")


def test_for_an_incident_that_is_not_there_another_can_be_chosen() -> None:
    shown = unknown_incident("There is no INC-70.", FormRequest(form=Form.RESOLVE, number=70, message="Over"))

    [button] = buttons_of(shown)
    assert FormRequest.model_validate_json(button["value"]) == FormRequest(form=Form.RESOLVE, message="Over")


def test_a_doubt_offers_the_command_and_the_declaration() -> None:
    shown = did_you_mean("Did you mean /incident update?", suggestion="update x", typed="updte x")

    assert [(button["action_id"], button["value"]) for button in buttons_of(shown)] == [
        (RunCommand.RUN, "update x"),
        (OpenForm.DECLARE, FormRequest(form=Form.DECLARE, title="updte x").value()),
    ]


def test_a_suggestion_that_no_button_can_carry_is_left_out() -> None:
    shown = did_you_mean("Did you mean …?", suggestion="update " + "x" * 2_000, typed="updte " + "x" * 2_000)

    assert [button["action_id"] for button in buttons_of(shown)] == [OpenForm.DECLARE]


def test_an_answer_can_stand_in_a_view() -> None:
    view = notice_view(sentence("Something to know."))

    assert text_of(view) == "Something to know."
    assert_fits(view)
