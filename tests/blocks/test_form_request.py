from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import limits
from bot.blocks.form_request import FormRequest, declaring
from bot.blocks.ids import Form
from bot.domain.incident import IncidentStatus


def test_a_request_comes_back_from_its_button_as_it_went() -> None:
    request = FormRequest(form=Form.UPDATE, number=3, message="“Better”\nnow", status=IncidentStatus.MONITORING)

    assert FormRequest.model_validate_json(request.value()) == request
    assert request.fits_button


@given(st.text(max_size=4_000).map(declaring))
def test_any_text_fits_a_button(request: FormRequest) -> None:
    assert len(request.value()) <= limits.BUTTON_VALUE
    assert request.fits_button == (FormRequest.model_validate_json(request.value()) == request)


def test_a_title_that_is_too_long_is_the_message_too() -> None:
    text = "The checkout fails " * 10

    request = declaring(text)

    assert request.title == text[:149].rstrip() + "…"
    assert request.message == text
    assert request.typed == text


def test_a_title_that_fits_leaves_the_message_empty() -> None:
    assert declaring("Slow") == FormRequest(form=Form.DECLARE, title="Slow")


def test_whatever_it_holds_a_button_takes_it() -> None:
    for request in (
        FormRequest(form=Form.UPDATE, message="Slow.", source="https://acme.slack.com/" + "a" * 3_000),
        FormRequest(form=Form.DECLARE, title="\x01" * 3_000),
    ):
        assert FormRequest.model_validate_json(request.value()) == FormRequest(form=request.form)
