"""Forms that change while they are filled in, and never eat what was typed."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.component import ComponentId
from bot.domain.ids import new_id
from bot.sandbox.deliveries import Kind
from bot.sandbox.person import readable
from tests.journeys.stage import INCIDENTS, Stage


async def test_another_page_offers_its_own_components_and_keeps_what_was_typed(stage: Stage) -> None:
    await stage.add_page("other")
    await stage.add_components("API")
    await stage.add_components("Mail", page="other")
    form = await stage.form("/incident new Slow")
    form.fill("Message", "We are looking into it.")
    assert form.options("Affected components") == ["API"]

    await form.choose("Status page", "Other")
    await stage.sandbox.until(lambda: form.options("Affected components") == ["Mail"])

    assert (form.value("Title"), form.value("Message")) == ("Slow", "We are looking into it.")
    await form.choose("Affected components", "Mail")
    await stage.sandbox.until(lambda: "Mail" in form.labels)
    assert (await form.submit()).is_accepted
    await stage.page_shows(lambda html: "Slow" in html, "/other/")


async def test_a_page_without_components_has_no_such_field(stage: Stage) -> None:
    form = await stage.form("/incident new Slow")

    assert "Affected components" not in form.labels


async def test_an_incident_of_the_whole_page_stands_at_its_top(stage: Stage) -> None:
    await stage.add_components("API")
    form = await stage.form("/incident new Everything is slow")
    assert "whole page" in form.hint("Affected components")
    form.fill("Message", "We are looking into it.")
    assert (await form.submit()).is_accepted

    await stage.page_shows(lambda html: "Everything is slow" in html)
    summary = await stage.summary()
    assert summary["status"] == {"indicator": "minor", "description": "Minor Service Outage"}
    assert [each["status"] for each in summary["components"]] == ["operational"]
    assert summary["incidents"][0]["components"] == []


async def test_the_form_names_what_is_open_already_and_leads_there(stage: Stage) -> None:
    await stage.declare("Website loading slowly")
    form = await stage.form("/incident new Website slow")
    form.fill("Message", "Pages take ten seconds.")
    assert "Already open on this page: 🔴 *INC-1* Website loading slowly" in form.text

    await form.presses("Update INC-1 instead")

    update = await stage.ada.modal(title="Update INC-1")
    assert update.value("Message") == "Pages take ten seconds."
    await update.close()
    assert (await stage.ada.modal()).value("Message") == "Pages take ten seconds."


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_one_component_of_four_hundred_is_found_published_and_resolved(stage: Stage) -> None:
    await stage.add_components("Node 0")
    async with stage.application.database.writing() as uow:
        [first] = await uow.components.of_page((await uow.pages.by_slug("acme")).id)
        for n in range(1, 400):
            more = replace(first, id=ComponentId(new_id()), name=f"Node {n}", position=first.position + n)
            await uow.components.add(more)
        await uow.pages.advance(first.page_id, now=first.created_at)
    form = await stage.form("/incident new A node is down")
    form.fill("Message", "We are looking into it.")
    await form.choose("Affected components", "Node 136")
    await stage.sandbox.until(lambda: "Node 136" in form.labels)
    await form.choose("Node 136", "Major outage")
    assert (await form.submit()).is_accepted
    await stage.page_shows(lambda html: "A node is down" in html)
    statuses = {each["name"]: each["status"] for each in (await stage.summary())["components"] if not each["group"]}
    assert {name for name, status in statuses.items() if status != "operational"} == {"Node 136"}

    form = await stage.form("/incident resolve It is back.")
    assert "Node 136 returns to *Operational*" in form.text
    assert (await form.submit()).is_accepted
    await stage.page_shows(lambda html: "It is back." in html)


async def test_above_forty_chosen_one_select_is_for_all(stage: Stage) -> None:
    names = [f"Node {n}" for n in range(41)]
    await stage.add_components(*names)
    form = await stage.form("/incident new Nodes are down")
    form.fill("Message", "We are looking into it.")

    await form.choose("Affected components", *names)
    await stage.sandbox.until(lambda: "Status of all chosen components" in form.labels)
    await form.choose("Status of all chosen components", "Major outage")
    assert (await form.submit()).is_accepted

    await stage.page_shows(lambda html: "Major System Outage" in html)


async def test_an_error_stands_at_its_field_and_the_form_stays(stage: Stage) -> None:
    form = await stage.form("/incident new Slow")
    form.fill("Message", "\u200b")

    assert not (await form.submit()).is_accepted

    assert form.errors == {"Message": "The message is empty. Write 1 to 3,000 characters."}
    assert form.value("Title") == "Slow"


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_locked_database_loses_nothing_that_was_typed(stage: Stage) -> None:
    form = await stage.form("/incident new Slow")
    form.fill("Message", "We are looking into it.")
    path = stage.application.database.url.database
    assert path is not None
    with closing(sqlite3.connect(path, check_same_thread=False)) as other:
        # In a thread: a writer of the application's has to be able to end meanwhile.
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        refused = await form.submit()
        assert not refused.is_accepted
        assert refused.trouble is None
        [sentence] = form.errors.values()
        assert "Nothing you typed is lost" in sentence
        other.rollback()

    assert (await form.submit()).is_accepted
    await stage.page_shows(lambda html: "We are looking into it." in html)


async def test_a_form_that_is_delivered_twice_declares_one_incident(stage: Stage) -> None:
    await stage.declare("Slow")
    submission = stage.sandbox.deliveries.last(Kind.INTERACTION, "view_submission")

    assert await stage.sandbox.deliveries.redeliver(submission) == {}

    summary = await stage.summary()
    assert [each["name"] for each in summary["incidents"]] == ["Slow"]


async def test_the_same_form_with_another_text_is_offered_as_a_correction(stage: Stage) -> None:
    await stage.declare("Slow", "First text.")
    submission = stage.sandbox.deliveries.last(Kind.INTERACTION, "view_submission")
    payload = submission.payload
    for block in payload["view"]["state"]["values"].values():
        if "message" in block:
            block["message"]["value"] = "Second text."

    answer = await stage.sandbox.deliveries.redeliver(submission)

    assert answer["response_action"] == "update"
    assert "sent already, with another text" in str(answer["view"])
    assert "Second text." in str(answer["view"])


@pytest.mark.parametrize("name", ["gus", "stella", "sol"])
async def test_guests_and_strangers_are_refused_when_the_form_opens(stage: Stage, name: str) -> None:
    stage.sandbox.channel("incidents").members.add(stage.person(name).id)

    await stage.person(name).types("/incident new Slow")

    await stage.person(name).is_told("Only full members of" if name == "stella" else "Only its full members")
    assert not stage.person(name).has_modal


async def test_rights_are_asked_again_when_the_form_is_sent(stage: Stage) -> None:
    await stage.declare("Slow")
    submission = stage.sandbox.deliveries.last(Kind.INTERACTION, "view_submission")
    payload = submission.payload
    payload["user"] = {"id": "U0GUS", "username": "gus", "name": "gus", "team_id": "T0LAMPLIGHT"}
    payload["view"]["id"] = "VANOTHER"

    answer = await stage.sandbox.deliveries.redeliver(submission)

    assert answer["response_action"] == "errors"
    assert "You are a guest" in str(answer["errors"])
    assert len((await stage.summary())["incidents"]) == 1


async def test_no_text_that_a_person_typed_pings_anyone(stage: Stage) -> None:
    form = await stage.form("/incident new <!here> @channel")
    form.fill("Message", "<!channel> <@U0BOB> & @here")
    await form.submit()
    await form.choose("Private words", "Publish it as it is")
    assert (await form.submit()).is_accepted
    [announcement] = await stage.sandbox.until(lambda: stage.sandbox.messages("incidents"))

    reply = await stage.reply(announcement, 1)
    for message in (announcement, reply):
        # Slack reads mark-up in these, and in nothing else.
        raw = message.text + "".join(block["text"]["text"] for block in message.blocks if _has_mark_up(block))
        assert "<!here" not in raw
        assert "<!channel" not in raw
        assert "<@U0BOB" not in raw
    assert "&lt;!channel&gt;" in readable(reply)
    assert INCIDENTS == "C0INCIDENTS"


def _has_mark_up(block: dict[str, Any]) -> bool:
    return bool(block.get("text")) and block["text"]["type"] == "mrkdwn"
