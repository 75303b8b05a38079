"""The whole record as a file, a draft to learn from, and numbers."""

import csv
import io
import json

import pytest

from bot.sandbox.channel import Message
from bot.sandbox.deliveries import Kind
from bot.sandbox.faults import RateLimited
from bot.sandbox.person import Person, readable
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.clock import utc_now
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.publish_postmortem import PublishPostmortem
from tests.journeys.stage import Stage


async def given_file(stage: Stage, person: Person, name: str) -> bytes:
    """The newest file of that name in the person's direct messages with the app."""

    def newest() -> Message | None:
        files = [m for m in person.messages_for_me() if m.files and m.files[0]["name"] == name]
        return files[-1] if files else None

    message = await stage.sandbox.until(newest)
    assert message is not None
    content: bytes = stage.sandbox.workspace.files[message.files[0]["id"]]["content"]
    return content


async def a_course(stage: Stage) -> None:
    await stage.add_components("API")
    announcement = await stage.declare("Slow", "We are looking into it.", "API")
    await stage.ada.types("/incident note INC-1 =db3 is full")
    await stage.ada.is_told("Noted")
    form = await stage.form("/incident resolve INC-1 All is well.")
    assert (await form.submit()).is_accepted
    await stage.reply(announcement, 2)


async def test_the_timeline_holds_updates_and_notes_in_their_order(stage: Stage) -> None:
    await a_course(stage)

    await stage.ada.types("/incident timeline INC-1")
    await stage.ada.is_told("is in your direct messages with me")
    text = (await given_file(stage, stage.ada, "inc-1-timeline.md")).decode()
    assert text.startswith("# INC-1 Slow\n")
    assert text.index("We are looking into it.") < text.index("=db3 is full") < text.index("All is well.")
    assert "Update 1 (Investigating, API: Degraded performance), ada" in text

    await stage.ada.types("/incident timeline INC-1 json")
    document = json.loads(await given_file(stage, stage.ada, "inc-1-timeline.json"))
    assert [entry["kind"] for entry in document["timeline"]] == ["update", "note", "update"]

    await stage.ada.types("/incident timeline INC-1 csv")
    rows = list(csv.DictReader(io.StringIO((await given_file(stage, stage.ada, "inc-1-timeline.csv")).decode())))
    assert [row["text"] for row in rows] == ["We are looking into it.", "'=db3 is full", "All is well."]


async def test_a_command_that_is_delivered_again_gives_no_second_file(stage: Stage) -> None:
    await stage.declare("Slow")
    await stage.ada.types("/incident timeline INC-1")
    await given_file(stage, stage.ada, "inc-1-timeline.md")

    await stage.sandbox.deliveries.redeliver(stage.sandbox.deliveries.last(Kind.COMMAND))

    def answers() -> list[Message]:
        return [each for each in stage.ada.messages_for_me() if "is in your direct messages" in readable(each)]

    await stage.sandbox.until(lambda: len(answers()) == 2)
    assert len([each for each in stage.ada.messages_for_me() if each.files]) == 1


@pytest.mark.parametrize("method", ["chat.postMessage", "files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_file_comes_though_slack_wants_us_to_slow_down(stage: Stage, method: str) -> None:
    await stage.declare("Slow")
    stage.sandbox.faults.plan(method, RateLimited(1), channel=stage.ada.id if method.startswith("chat") else None)

    await stage.ada.types("/incident timeline INC-1")

    assert b"# INC-1 Slow" in await given_file(stage, stage.ada, "inc-1-timeline.md")
    await stage.ada.is_told("is in your direct messages with me")


async def test_a_file_is_given_up_where_slack_makes_us_wait_for_long(stage: Stage) -> None:
    await stage.declare("Slow")
    stage.sandbox.faults.plan("files.getUploadURLExternal", RateLimited(600))

    await stage.ada.types("/incident timeline INC-1")

    await stage.ada.is_told("Slack did not take the file. Try again in a moment.")


async def test_a_draft_of_a_postmortem_asks_what_the_record_can_not_tell(stage: Stage) -> None:
    await a_course(stage)

    await stage.ada.types("/incident postmortem INC-1")

    text = (await given_file(stage, stage.ada, "inc-1-postmortem.md")).decode()
    assert text.startswith("# Postmortem: Slow\n")
    assert "- API: Degraded performance" in text
    assert "- Time to identify: unknown" in text
    assert "- Time to resolve: less than a minute" in text
    assert "## Open questions" in text


async def test_numbers_come_as_text_and_picture(stage: Stage) -> None:
    await a_course(stage)

    await stage.ada.types("/incident stats 7d")

    told = readable(await stage.ada.is_told("1 incident began in the last 7 days."))
    assert "Acme: 1 with minor impact" in told
    assert (await given_file(stage, stage.ada, "incidents.png")).startswith(b"\x89PNG")


async def test_a_guest_gets_no_record(stage: Stage) -> None:
    await a_course(stage)

    await stage.person("gus").types("/incident timeline INC-1")

    await stage.person("gus").is_told("You are a guest in this workspace.")
    assert not any(message.files for message in stage.person("gus").messages_for_me())


async def test_a_published_postmortem_stands_below_the_public_incident(stage: Stage) -> None:
    await a_course(stage)
    publish = PublishPostmortem(stage.application.database, utc_now, Responders())

    incident = await publish(1, "We learnt **a lot**.", actor=OPERATOR, origin=COMMAND_LINE)

    await stage.page_shows(lambda html: "We learnt <strong>a lot</strong>." in html, f"/acme/incidents/{incident.id}")
    [shown] = (await stage.public.get("/acme/api/v2/incidents.json")).json()["incidents"]
    assert shown["status"] == "postmortem"
