"""A link to a page or an incident shows below it, in Slack, how that stands now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.sandbox.channel import Message
from bot.sandbox.deliveries import Kind
from bot.sandbox.texts import texts_of
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.origin import COMMAND_LINE
from tests.journeys.stage import Stage

PAGE = "https://status.example.com"


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    """Its page has an address of its own, which the Slack app has registered."""
    change = PageChange(slug="acme", public_url=PAGE)
    await EditPage(stage.application.database, utc_now)(change, actor=OPERATOR, origin=COMMAND_LINE)
    workspace = stage.sandbox.workspace
    workspace.app = replace(workspace.app, unfurl_domains=("example.com",))
    return stage


async def incident_id(stage: Stage) -> str:
    async with stage.application.database.reading() as uow:
        return (await uow.incidents.by_number(1)).id


async def says(stage: Stage, text: str, channel: str = "general") -> Message:
    await stage.person("bob").types(text, f"#{channel}")
    return stage.sandbox.messages(channel)[-1]


async def unfurled(stage: Stage, message: Message) -> str:
    """What stands below the message, as soon as something does."""
    attachments = await stage.sandbox.until(lambda: message.attachments)
    return "\n".join(text for each in attachments for text in texts_of(each["blocks"]))


async def test_a_link_to_an_incident_shows_how_it_stands(stage: Stage) -> None:
    await stage.declare()
    link = f"{PAGE}/incidents/{await incident_id(stage)}"

    text = await unfurled(stage, await says(stage, f"Look: {link}"))

    assert f"<{link}|Website loading slowly>" in text
    assert "Investigating" in text
    assert "We are looking into it." in text
    assert "ada" not in text


async def test_a_link_to_a_page_shows_its_headline_and_what_is_open(stage: Stage) -> None:
    await stage.add_components("Website")
    await stage.declare("Website loading slowly", "We are looking into it.", "Website")

    text = await unfurled(stage, await says(stage, f"{PAGE}/"))

    assert f"*<{PAGE}|Acme>*" in text
    assert "Website loading slowly" in text
    assert "Website:" in text


async def test_an_incident_that_the_public_may_not_read_is_never_shown(stage: Stage) -> None:
    form = await stage.form("/incident new Database zebra")
    form.fill("Message", "Only for us.")
    await form.choose("Publish to the status page now")
    assert (await form.submit()).is_accepted
    internal = f"{PAGE}/incidents/{await incident_id(stage)}"

    text = await unfurled(stage, message := await says(stage, f"{internal} {PAGE}"))

    assert [each["from_url"] for each in message.attachments] == [PAGE]
    assert "zebra" not in text


async def test_a_cancelled_incident_is_not_shown(stage: Stage) -> None:
    await stage.declare()
    cancelled = f"{PAGE}/incidents/{await incident_id(stage)}"
    form = await stage.form("/incident cancel INC-1 It was a drill.")
    assert (await form.submit()).is_accepted

    await unfurled(stage, message := await says(stage, f"{cancelled} {PAGE}/"))

    assert [each["from_url"] for each in message.attachments] == [f"{PAGE}/"]


async def test_links_that_lead_elsewhere_are_left_alone(stage: Stage) -> None:
    elsewhere = "https://example.com/blog", f"{PAGE}/incidents/nope", f"{PAGE}/history"

    await unfurled(stage, message := await says(stage, f"{' '.join(elsewhere)} {PAGE}"))

    assert [each["from_url"] for each in message.attachments] == [PAGE]


async def test_a_redelivered_link_is_not_shown_again(stage: Stage) -> None:
    await unfurled(stage, first := await says(stage, PAGE))
    first.attachments = []

    deliveries = stage.sandbox.deliveries
    await deliveries.redeliver(deliveries.last(Kind.EVENT))
    await unfurled(stage, await says(stage, PAGE))

    assert first.attachments == []


async def test_a_link_in_a_channel_without_the_bot_is_shown_too(stage: Stage) -> None:
    assert "U0STORMLAMP" not in stage.sandbox.channel("ops-private").members

    await unfurled(stage, await says(stage, PAGE, "ops-private"))
