from __future__ import annotations

from bot.blocks.form_request import FormRequest
from bot.blocks.ids import Form, FormAction
from bot.blocks.picker import PickerMemory, picker
from tests.blocks.builders import found
from tests.blocks.reading import assert_fits, buttons_of, filled, labels_of, text_of
from tests.domain.builders import NOON, an_incident

BOTH = [found(an_incident(number=number)) for number in (2, 1)]


def test_every_incident_has_a_button_that_names_it() -> None:
    view = picker(BOTH, FormRequest(form=Form.RESOLVE), channel="C1", now=NOON)

    assert [(button["text"]["text"], button["action_id"], button["value"]) for button in buttons_of(view)] == [
        ("Resolve INC-2", FormAction.PICK, "2"),
        ("Resolve INC-1", FormAction.PICK, "1"),
    ]
    assert view.submit is None
    assert_fits(view)


def test_what_was_typed_is_shown_and_remembered() -> None:
    request = FormRequest(form=Form.UPDATE, message="Better <now>")

    view = picker(BOTH, request, channel="C1", now=NOON)

    assert "Your message is kept: Better &lt;now&gt;" in text_of(view)
    assert PickerMemory.model_validate_json(view.private_metadata or "") == PickerMemory(request=request, channel="C1")


def test_a_message_too_long_to_remember_stands_in_a_field_of_its_own() -> None:
    message = "“" * 3_000

    view = picker(BOTH, FormRequest(form=Form.UPDATE, message=message), channel="C1", now=NOON)

    assert labels_of(view) == ["Message"]
    assert filled(view, "Message") == message
    assert view.submit is not None
    assert PickerMemory.model_validate_json(view.private_metadata or "").request.message == ""
    assert_fits(view)


def test_of_very_many_incidents_the_first_are_shown_and_the_others_counted() -> None:
    many = [found(an_incident(number=number)) for number in range(30, 0, -1)]

    view = picker(many, FormRequest(form=Form.UPDATE), channel=None, now=NOON)

    assert len(buttons_of(view)) == 25
    assert "…and 5 more: `/incident list`" in text_of(view)
