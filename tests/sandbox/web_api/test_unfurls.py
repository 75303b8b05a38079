from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.sandbox.channel import Message
from bot.sandbox.links import links_shared
from bot.sandbox.sandbox import Sandbox
from tests.sandbox.builders import section
from tests.sandbox.web_api.caller import Caller

URL = "https://status.example.com/incidents/abc"
UNFURLS = {URL: {"blocks": [section("It is over.")]}}


@pytest.fixture
def sandbox(sandbox: Sandbox) -> Sandbox:
    """Its app may unfurl."""
    app = sandbox.workspace.app
    sandbox.workspace.app = replace(app, unfurl_domains=("example.com",), events=app.events | {"link_shared"})
    return sandbox


async def shared(sandbox: Sandbox, text: str = f"See {URL}") -> Message:
    await sandbox.person("ada").types(text, "#incidents")
    return sandbox.messages("incidents")[-1]


async def test_blocks_stand_below_the_link_and_a_second_time_in_the_place_of_the_first(
    sandbox: Sandbox, call: Caller
) -> None:
    message = await shared(sandbox)

    await call.ok("chat.unfurl", channel="C0INCIDENTS", ts=message.ts, unfurls=UNFURLS)
    await call.ok("chat.unfurl", channel="C0INCIDENTS", ts=message.ts, unfurls={URL: {"text": "All is well."}})

    assert [(each["from_url"], each["text"]) for each in message.attachments] == [(URL, "All is well.")]


async def test_the_event_brings_an_id_that_is_enough(sandbox: Sandbox, call: Caller) -> None:
    message = await shared(sandbox)

    unfurl_id = f"Uf-C0INCIDENTS-{message.ts}"
    await call.ok("chat.unfurl", unfurl_id=unfurl_id, source="conversations_history", unfurls=UNFURLS)

    assert len(message.attachments) == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"unfurls": UNFURLS}, "missing_channel"),
        ({"unfurls": UNFURLS, "channel": "C0INCIDENTS"}, "missing_ts"),
        ({"unfurls": UNFURLS, "channel": "C0NOWHERE", "ts": "1.0"}, "cannot_find_channel"),
        ({"unfurls": UNFURLS, "channel": "C0INCIDENTS", "ts": "1.0"}, "cannot_find_message"),
        ({"unfurls": UNFURLS, "unfurl_id": "Uf-1"}, "missing_source"),
        ({"unfurls": UNFURLS, "source": "conversations_history"}, "missing_unfurl_id"),
        ({"unfurls": UNFURLS, "unfurl_id": "Uf-1", "source": "elsewhere"}, "invalid_source"),
        ({"unfurls": UNFURLS, "unfurl_id": "Uf-1", "source": "conversations_history"}, "invalid_unfurl_id"),
    ],
)
async def test_a_message_that_is_not_named_right_is_refused(call: Caller, arguments: Any, error: str) -> None:
    assert await call.error("chat.unfurl", **arguments) == error


@pytest.mark.parametrize(
    ("unfurls", "error"),
    [
        (None, "missing_unfurls"),
        ("{", "invalid_unfurls_format"),
        ([URL], "invalid_unfurls_format"),
        ({"https://status.example.com/other": {"text": "Hello"}}, "cannot_unfurl_message"),
        ({URL: {}}, "cannot_parse_attachment"),
        ({URL: {"blocks": [section("x" * 3001)]}}, "invalid_blocks"),
    ],
)
async def test_what_can_not_stand_there_is_refused(sandbox: Sandbox, call: Caller, unfurls: Any, error: str) -> None:
    message = await shared(sandbox)

    assert await call.error("chat.unfurl", channel="C0INCIDENTS", ts=message.ts, unfurls=unfurls) == error
    assert message.attachments == []


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("No link", None),
        ("https://example.org/ and https://badexample.com/", None),
        (f"<{URL}|here>, https://EXAMPLE.com", [URL, "https://EXAMPLE.com"]),
    ],
)
async def test_the_app_is_told_of_links_to_the_domains_that_it_has_registered(
    sandbox: Sandbox, text: str, links: list[str] | None
) -> None:
    message = await shared(sandbox, text)

    event = links_shared(sandbox.workspace, sandbox.channel("incidents"), message, text)

    assert (event and [link["url"] for link in event["links"]]) == links
