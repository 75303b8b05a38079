"""A form of the little app, filled in by a person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.sandbox.acts import NotPossible
from bot.sandbox.deliveries import Kind
from bot.sandbox.modal import Modal
from bot.sandbox.sandbox import Sandbox
from tests.sandbox.bolt_app import by_socket
from tests.sandbox.builders import actions, button, field, modal, option, options, section, select, text_input

Json = dict[str, Any]

FORM = modal(
    field(text_input(min_length=3, max_length=5), label="Title", block_id="title"),
    field(label="Note", block_id="note", optional=True),
    callback_id="form",
)


@pytest.fixture
async def connected(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[None]:
    async with by_socket(app, sandbox):
        yield


async def form_of(sandbox: Sandbox, app: AsyncApp, view: Json) -> Modal:
    """The view, opened by Ada's command."""

    @app.command("/try")
    async def open_form(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    await sandbox.person("ada").types("/try")
    return await sandbox.person("ada").modal()


def answers(app: AsyncApp, **answer: Any) -> list[Json]:
    """What each submission of the form says, which is answered so."""
    values: list[Json] = []

    @app.view("form")
    async def submitted(ack: Any, view: Json) -> None:
        values.append(view["state"]["values"])
        await ack(**answer)

    return values


async def test_an_empty_acknowledgement_closes_the_form(sandbox: Sandbox, app: AsyncApp, connected: None) -> None:
    values = answers(app)
    form = await form_of(sandbox, app, FORM)
    form.fill("Title", "Fire")
    assert (await form.submit()).is_accepted
    assert not form.is_open
    nothing = {"typed": {"type": "plain_text_input", "value": None}}
    assert values == [{"title": {"typed": {"type": "plain_text_input", "value": "Fire"}}, "note": nothing}]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("", "Please complete this required field."),
        ("ab", "Please lengthen this to 3 characters or more."),
        ("abcdef", "Please shorten this to 5 characters or less."),
    ],
)
async def test_the_client_checks_a_form_before_it_is_sent(
    sandbox: Sandbox, app: AsyncApp, connected: None, title: str, said: str
) -> None:
    values = answers(app)
    form = await form_of(sandbox, app, FORM)
    form.fill("Title", title)
    assert (await form.submit()).errors == {"title": said}
    assert form.errors == {"Title": said}
    assert values == []


@pytest.mark.parametrize("title", ["abc", "abcde"])
async def test_a_text_of_the_right_length_is_sent(sandbox: Sandbox, app: AsyncApp, connected: None, title: str) -> None:
    values = answers(app)
    form = await form_of(sandbox, app, FORM)
    form.fill("Title", title)
    assert (await form.submit()).is_accepted
    assert values[0]["title"]["typed"]["value"] == title


async def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    answers(app, response_action="errors", errors={"title": "Say more."})
    form = await form_of(sandbox, app, FORM)
    form.fill("Title", "Fire")
    form.fill("Note", "Soon")
    assert not (await form.submit()).is_accepted
    assert form.errors == {"Title": "Say more."}
    assert (form.is_open, form.value("Title"), form.value("Note")) == (True, "Fire", "Soon")


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"typed": "An action id, no block id."}},
        {"response_action": "update", "view": modal(title="x" * 25)},
        {"response_action": "explode"},
    ],
)
async def test_an_answer_that_slack_does_not_take_leaves_the_person_in_trouble(
    sandbox: Sandbox, app: AsyncApp, connected: None, answer: Json
) -> None:
    form = await form_of(sandbox, app, FORM)

    @app.view("form")
    async def submitted(ack: Any) -> None:
        await ack(**answer)

    form.fill("Title", "Fire")
    assert (await form.submit()).trouble == "We had some trouble connecting. Try again?"
    assert form.is_open


async def test_an_answer_puts_another_view_in_the_form_s_place(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    answers(app, response_action="update", view=modal(section("Sent"), title="Thanks"))
    form = await form_of(sandbox, app, FORM)
    form.fill("Title", "Fire")
    assert (await form.submit()).is_accepted
    assert (form.is_open, form.title, form.text) == (True, "Thanks", "Sent")


async def test_an_answer_puts_a_view_upon_the_form_until_that_is_closed(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    answers(app, response_action="push", view=modal(section("Sure?"), title="Sure?"))
    form = await form_of(sandbox, app, FORM)
    form.fill("Title", "Fire")
    await form.submit()
    await (await sandbox.person("ada").modal(title="Sure?")).close()
    top = await sandbox.person("ada").modal()
    assert (top.view.id, top.value("Title")) == (form.view.id, "Fire")


async def test_an_answer_clears_the_whole_stack(sandbox: Sandbox, app: AsyncApp, connected: None) -> None:
    answers(app, response_action="clear")
    form = await form_of(sandbox, app, FORM)
    form.fill("Title", "Fire")
    sandbox.views.push("U0ADA", FORM, upon=form.view.id)
    top = await sandbox.person("ada").modal()
    top.fill("Title", "Smoke")
    await top.submit()
    assert not sandbox.person("ada").has_modal


@pytest.mark.parametrize(("wishes", "told"), [(True, 1), (False, 0)])
async def test_closing_a_form_is_told_where_the_app_wishes_so(
    sandbox: Sandbox, app: AsyncApp, connected: None, wishes: bool, told: int
) -> None:
    @app.view_closed("form")
    async def closed(ack: Any) -> None:
        await ack()

    await (await form_of(sandbox, app, {**FORM, "notify_on_close": wishes})).close()
    assert len([d for d in sandbox.deliveries.log if d.payload.get("type") == "view_closed"]) == told


async def test_closing_a_form_clears_the_stack_where_the_app_wishes_so(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    form = await form_of(sandbox, app, FORM)
    sandbox.views.push("U0ADA", {**FORM, "clear_on_close": True}, upon=form.view.id)
    await (await sandbox.person("ada").modal()).close()
    assert not sandbox.person("ada").has_modal


async def test_a_click_and_a_dispatching_field_are_told_at_once(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    chooser = field(select(), label="Choice", block_id="choice", dispatch_action=True)
    form = await form_of(sandbox, app, modal(chooser, actions(button(value="7")) | {"block_id": "go"}))
    acted: list[Json] = []

    @app.action("choose")
    @app.action("press")
    async def act(ack: Any, body: Json, action: Json) -> None:
        acted.append(action | {"seen": body["view"]["state"]["values"]["choice"]["choose"]["selected_option"]})
        await ack()

    await form.choose("Choice", "Option 1")
    await form.presses("Press")
    assert [(each["type"], each["block_id"], each["seen"]) for each in acted] == [
        ("static_select", "choice", option(1)),
        ("button", "go", option(1)),
    ]
    assert acted[0]["selected_option"] == option(1)
    assert acted[1]["value"] == "7"


@pytest.mark.parametrize(("count", "is_taken"), [(100, True), (101, False)])
async def test_an_external_select_takes_100_options(
    sandbox: Sandbox, app: AsyncApp, connected: None, count: int, is_taken: bool
) -> None:
    external = {"type": "external_select", "action_id": "find"}
    form = await form_of(sandbox, app, modal(field(external, label="Found", block_id="found")))

    @app.options("find")
    async def find(ack: Any) -> None:
        await ack(options=options(count))

    if is_taken:
        await form.choose("Found", "Option 1")
        assert form.value("Found") == "Option 1"
    else:
        with pytest.raises(NotPossible, match="no more than 100 items allowed"):
            await form.choose("Found", "Option 1")


@pytest.mark.parametrize(("more", "least"), [({}, 3), ({"min_query_length": 9}, 9), ({"min_query_length": 0}, 0)])
async def test_an_external_select_is_asked_from_its_least_length_on(
    sandbox: Sandbox, app: AsyncApp, connected: None, more: Json, least: int
) -> None:
    external = {"type": "external_select", "action_id": "find", **more}
    form = await form_of(sandbox, app, modal(field(external, block_id="found")))
    queries: list[str] = []

    @app.options("find")
    async def find(ack: Any, payload: Json) -> None:
        queries.append(payload["value"])
        await ack(options=[])

    async def ask(query: str) -> None:
        await sandbox.acts.suggest(sandbox.person("ada").user, form.view, "found", "find", query)

    await ask("x" * least)
    if least:
        with pytest.raises(NotPossible, match=f"at least {least} characters"):
            await ask("x" * (least - 1))
    assert queries == ["x" * least]


async def test_a_form_that_nobody_answers_keeps_what_was_typed(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    form = await form_of(sandbox, app, FORM)
    form.fill("Title", "Fire")
    await sandbox.socket_mode.drop()
    assert (await form.submit()).trouble == "We had some trouble connecting. Try again?"
    assert (form.is_open, form.value("Title")) == (True, "Fire")
    assert sandbox.deliveries.last(Kind.INTERACTION, "view_submission").answer is None
