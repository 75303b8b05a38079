"""A form is checked when it comes back: nothing that it remembers, and no right from its opening, is taken on trust."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.sandbox import payloads
from bot.sandbox.deliveries import Kind, Payload
from bot.sandbox.modal import Modal
from bot.sandbox.user import UserKind
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.find_pages import FindPages
from tests.delivery.desk import MovedClock
from tests.journeys.stage import Stage, staged

UPDATES = ["We are looking into it."]
Tampering = Callable[[Payload], None]


def remembers(metadata: str) -> Tampering:
    def tamper(view: Payload) -> None:
        view["private_metadata"] = metadata

    return tamper


def chooses(value: str, *, instead_of: str) -> Tampering:
    """Everywhere in the view."""

    def tamper(view: Payload) -> None:
        tampered = json.loads(json.dumps(view).replace(instead_of, value))
        assert tampered != view
        view.update(tampered)

    return tamper


async def refusal(stage: Stage, form: Modal, tamper: Tampering = lambda _view: None) -> str:
    """The sentence with which the form stays open, when it is sent like that."""
    given = await answer(stage, form, tamper)
    assert given["response_action"] == "errors"
    [sentence] = given["errors"].values()
    return str(sentence)


async def answer(stage: Stage, form: Modal, tamper: Tampering) -> dict[str, Any]:
    payload = copy.deepcopy(payloads.view_submission(user=form._user, view=form.view, trigger_id="1.2.3"))
    payload["view"]["state"]["values"] = copy.deepcopy(form._state())
    tamper(payload["view"])
    with capture_logs() as logs:
        given = await stage.sandbox.deliveries.deliver(Kind.INTERACTION, payload)
    assert [entry for entry in logs if entry["log_level"] in {"warning", "error"}] == []
    return given


async def updates(stage: Stage, number: int = 1) -> list[str]:
    found = await FindIncidents(stage.application.database).by_number(number)
    return [update.message for update in found.incident.updates]


CAN_NOT_BE = {
    "": "This form can't be read any more",
    "garbage": "This form can't be read any more",
    "[]": "This form can't be read any more",
    '{"number": "one"}': "This form can't be read any more",
    '{"number": 1, "attempt": [1]}': "This form can't be read any more",
    "{}": "There is no INC-0",
    '{"number": 99}': "There is no INC-99",
    '{"number": -1}': "There is no INC--1",
    '{"number": -9999999999999999999999}': "There is no INC--9999999999999999999999",
    '{"number": 9999999999999999999999}': "There is no INC-9999999999999999999999",
}


@pytest.mark.parametrize("command", ["update", "resolve"])
async def test_a_form_that_remembers_what_can_not_be_is_refused(stage: Stage, command: str) -> None:
    await stage.declare()
    form = await stage.form(f"/incident {command}")
    form.fill("Message", "Found it.")

    for metadata, sentence in CAN_NOT_BE.items():
        assert sentence in await refusal(stage, form, remembers(metadata))
    assert await updates(stage) == UPDATES


async def test_a_component_of_another_page_comes_into_no_incident(stage: Stage) -> None:
    await stage.add_components("API")
    await stage.add_page("beta")
    await stage.add_components("Search", page="beta")
    await stage.declare()
    form = await stage.form("/incident update")
    form.fill("Message", "Found it.")
    await form.choose("Affected components", "API")
    pages = FindPages(stage.application.database)
    [api], [search] = [(await pages.by_slug(slug)).catalogue.live for slug in ("acme", "beta")]

    sentence = await refusal(stage, form, chooses(search.id, instead_of=api.id))

    assert sentence.startswith(f"The page “Acme” has no component “{search.id}”.")
    assert await updates(stage) == UPDATES


async def test_a_page_that_is_none_gets_no_incident(stage: Stage) -> None:
    await stage.add_page("beta")
    form = await stage.form("/incident new Slow")
    form.fill("Message", "Found it.")
    await form.choose("Status page", "Beta")
    beta = (await FindPages(stage.application.database).by_slug("beta")).page.id

    given = await answer(stage, form, chooses("nothing", instead_of=beta))

    assert given["response_action"] == "update"
    assert "is not there any more, so nothing can go on it" in str(given["view"]["blocks"][0])
    await stage.page_shows(lambda html: "Beta" in html, "/beta/")
    assert (await stage.summary("/beta/api/v2/summary.json"))["incidents"] == []


@pytest.mark.parametrize("lost", [UserKind.GUEST, UserKind.DEACTIVATED, UserKind.STRANGER])
async def test_who_lost_the_right_since_the_form_was_opened_posts_nothing(tmp_path: Path, lost: UserKind) -> None:
    clock = MovedClock()
    async with staged(tmp_path, clock=clock) as stage:
        await stage.declare()
        form = await stage.form("/incident update", by="bob")
        form.fill("Message", "Found it.")
        demote(stage, "bob", lost)
        clock.forward(timedelta(minutes=5))  # for as long Slack's word about a person is believed

        sentence = await refusal(stage, form)

        assert "declare and update incidents" in sentence
        assert await updates(stage) == UPDATES


async def test_who_is_no_responder_any_more_posts_nothing(tmp_path: Path) -> None:
    clock = MovedClock()
    async with staged(tmp_path, clock=clock, responders=("on-call",)) as stage:
        workspace = stage.sandbox.workspace
        await stage.declare()
        form = await stage.form("/incident update")
        form.fill("Message", "Found it.")
        [group] = [each for each in workspace.user_groups if each.handle == "on-call"]
        workspace.user_groups[workspace.user_groups.index(group)] = replace(group, users=())
        clock.forward(timedelta(minutes=5))

        assert "Only responders can declare and update incidents here" in await refusal(stage, form)
        assert await updates(stage) == UPDATES


def demote(stage: Stage, name: str, kind: UserKind) -> None:
    users = stage.sandbox.workspace.users
    [user] = [each for each in users.values() if each.name == name]
    users[user.id] = replace(user, kind=kind)
