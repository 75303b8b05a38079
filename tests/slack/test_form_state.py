"""Whatever a view holds when it comes back is read, or refused in a sentence: never stumbled over."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks.form_memory import FormMemory
from bot.blocks.ids import AdminField, Field
from bot.domain.errors import Invalid
from bot.domain.texts import later
from bot.slack.admin_form_state import SentAdminForm
from bot.slack.form_state import FormState
from bot.use_cases.actor import Actor, ActorKind
from tests.typed_text import typed_texts

Json = Any

_NUMBERS = st.integers() | st.floats() | st.sampled_from([2**31, -(2**63), 10**20, 10**400])
_junk: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | _NUMBERS | typed_texts | st.sampled_from(["9" * 5_000, "investigating", "0", "-1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)

_CHOSEN = {"selected_option": {"value": "1"}, "selected_options": [{"value": "c1"}]}
_ELEMENT = {"value": "text", "selected_date_time": 1_795_000_000, "selected_conversation": "C1", **_CHOSEN}


def _view(*fields: str, memory: str) -> dict[str, Json]:
    return {
        "id": "V1",
        "callback_id": "update_form",
        "private_metadata": memory,
        "blocks": [{"type": "input", "block_id": field} for field in fields],
        "state": {"values": {field: {field.partition(":")[0]: copy.deepcopy(_ELEMENT)} for field in fields}},
    }


def _places(value: Json) -> list[tuple[Json, Json]]:
    """Every container with every key in it."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in list(keys) for place in ((value, key), *_places(value[key]))]


@st.composite
def tampered(draw: st.DrawFn, view: dict[str, Json]) -> dict[str, Json]:
    """The view with something else in a few places, or without them."""
    view = copy.deepcopy(view)
    for _ in range(draw(st.integers(1, 4))):
        container, key = draw(st.sampled_from(_places(view)))
        if isinstance(container, dict) and draw(st.booleans()):
            container.pop(key, None)
        else:
            container[key] = draw(_junk)
        if not view:
            break
    return view


_memories = st.dictionaries(st.sampled_from(sorted(FormMemory.model_fields)), _junk, max_size=4).map(json.dumps)
_FORM = _view(*Field, "component_status:p:c1", memory=FormMemory(number=1).metadata())
_ADMIN_FORM = _view(*AdminField, memory="{}")


def read(*readings: Callable[[], object]) -> None:
    for reading in readings:
        with contextlib.suppress(Invalid):
            reading()


def read_all(state: FormState) -> None:
    read(
        lambda: state.memory,
        lambda: state.page,
        lambda: state.ready_message,
        lambda: state.origin,
        lambda: state.entries,
        lambda: state.texts,
        lambda: state.words,
        lambda: state.confirms_words,
        lambda: state.has(Field.TITLE),
    )


@settings(max_examples=400, deadline=None)
@given(tampered(_FORM))
def test_a_form_that_is_not_as_it_was_made_is_read_or_refused(view: dict[str, Json]) -> None:
    read_all(FormState(view))


@settings(deadline=None)
@given(_memories | typed_texts)
def test_whatever_a_form_remembers_is_read_or_refused(memory: str) -> None:
    read_all(FormState({**_FORM, "private_metadata": memory}))


@settings(max_examples=300, deadline=None)
@given(tampered(_ADMIN_FORM) | _memories.map(lambda memory: {**_ADMIN_FORM, "private_metadata": memory}))
def test_a_form_for_admins_is_read_or_refused(view: dict[str, Json]) -> None:
    sent = SentAdminForm(view, Actor(kind=ActorKind.MEMBER, name="Ada"))
    read(lambda: (sent.page, sent.id), lambda: sent.origin, lambda: sent.channel)
    read(lambda: sent.links, lambda: sent.logo, lambda: sent.changed("name", "API"))
    for field in AdminField:
        read(partial(sent.text, field), partial(sent.choice, field), partial(sent.is_ticked, field))
        read(partial(sent.entered, field))
        read(partial(sent.number, field, otherwise=later("Write a whole number.")))


def test_a_form_that_is_shown_again_repeats_no_control_characters() -> None:
    view = _view(Field.MESSAGE, memory="{}")
    view["state"]["values"][Field.MESSAGE][Field.MESSAGE]["value"] = "ding\a\x7f dong\n"

    assert FormState(view).entries.message == "ding dong\n"
