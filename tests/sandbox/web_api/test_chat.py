from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.builders import section
from tests.sandbox.web_api.caller import Caller

INCIDENTS = "C0INCIDENTS"
METADATA = {"event_type": "incident_announced", "event_payload": {"incident": "abc"}}


async def posted(call: Caller, text: str = "Hello", **more: Any) -> str:
    return str((await call.ok("chat.postMessage", channel=INCIDENTS, text=text, **more))["ts"])


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("C0OPS", "channel_not_found"),
        ("C0OLD", "is_archived"),
        ("C0ACME", "not_in_channel"),
        ("U0UMA", "channel_not_found"),
    ],
)
async def test_the_app_posts_only_where_it_is(call: Caller, channel: str, error: str) -> None:
    assert await call.error("chat.postMessage", channel=channel, text="Hello") == error


async def test_once_invited_the_app_posts_in_a_private_channel(sandbox: Sandbox, call: Caller) -> None:
    sandbox.person("ada").invites_app("ops-private")
    await call.ok("chat.postMessage", channel="C0OPS", text="Hello")
    assert [message.text for message in sandbox.messages("ops-private")] == ["Hello"]


async def test_a_message_to_a_user_is_a_direct_message(sandbox: Sandbox, call: Caller) -> None:
    answer = await call.ok("chat.postMessage", channel="U0BOB", text="Hello, Bob")
    assert answer["channel"] == "D0BOB"
    assert [message.text for message in sandbox.person("bob").messages_for_me()] == ["Hello, Bob"]
    assert sandbox.person("ada").messages_for_me() == []


async def test_a_refused_block_is_named_by_its_place(call: Caller) -> None:
    answer = await call("chat.postMessage", channel=INCIDENTS, text="Hello", blocks=[section("x" * 3_001)])
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]


@pytest.mark.parametrize(
    ("name", "error"), [("blocks", "invalid_blocks_format"), ("metadata", "invalid_metadata_format")]
)
async def test_json_that_is_none_is_refused(call: Caller, name: str, error: str) -> None:
    assert await call.error("chat.postMessage", channel=INCIDENTS, text="Hello", **{name: "{"}) == error


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral"])
async def test_text_is_cut_at_40_000_characters(sandbox: Sandbox, call: Caller, method: str) -> None:
    for length in (40_000, 40_001):
        await call.ok(method, channel=INCIDENTS, user="U0ADA", text="x" * length)
    assert [len(message.text) for message in sandbox.channel("incidents").messages] == [40_000, 40_000]


async def test_an_edit_takes_4_000_characters_and_refuses_more(sandbox: Sandbox, call: Caller) -> None:
    ts = await posted(call)
    await call.ok("chat.update", channel=INCIDENTS, ts=ts, text="x" * 4_000)
    assert await call.error("chat.update", channel=INCIDENTS, ts=ts, text="x" * 4_001) == "msg_too_long"
    [message] = sandbox.messages("incidents")
    assert message.text == "x" * 4_000


async def test_an_edit_of_the_text_alone_keeps_the_blocks(sandbox: Sandbox, call: Caller) -> None:
    ts = await posted(call, blocks=[section(block_id="a")])
    await call.ok("chat.update", channel=INCIDENTS, ts=ts, text="New")
    [message] = sandbox.messages("incidents")
    assert (message.text, message.blocks) == ("New", [section(block_id="a")])
    assert message.edited_ts is not None


async def test_an_edit_says_something(call: Caller) -> None:
    ts = await posted(call)
    assert await call.error("chat.update", channel=INCIDENTS, ts=ts) == "no_text"


@pytest.mark.parametrize(
    ("method", "refused"), [("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")]
)
async def test_only_the_app_s_own_messages_are_its_to_change(
    sandbox: Sandbox, call: Caller, method: str, refused: str
) -> None:
    await sandbox.person("ada").types("Mine")
    [message] = sandbox.messages("incidents")
    assert await call.error(method, channel=INCIDENTS, ts=message.ts, text="Yours") == refused
    assert await call.error(method, channel=INCIDENTS, ts="1.000000", text="Nobody's") == "message_not_found"


async def test_a_message_in_an_archived_channel_stays_as_it_is(sandbox: Sandbox, call: Caller) -> None:
    ts = await posted(call)
    sandbox.channel("incidents").is_archived = True
    assert await call.error("chat.update", channel=INCIDENTS, ts=ts, text="New") == "is_archived"


async def test_a_deleted_message_is_gone(sandbox: Sandbox, call: Caller) -> None:
    ts = await posted(call)
    await call.ok("chat.delete", channel=INCIDENTS, ts=ts)
    assert sandbox.messages("incidents") == []
    assert await call.error("chat.delete", channel=INCIDENTS, ts=ts) == "message_not_found"


async def test_a_reply_stands_in_its_thread_and_a_broadcast_in_the_channel_too(sandbox: Sandbox, call: Caller) -> None:
    root = await posted(call, "Root")
    reply = await posted(call, "Reply", thread_ts=root)
    await posted(call, "Loud reply", thread_ts=reply, reply_broadcast=True)
    [first, *others] = sandbox.messages("incidents")
    assert [message.text for message in others] == ["Loud reply"]
    assert [message.text for message in sandbox.thread("incidents", first)] == ["Reply", "Loud reply"]
    assert others[0].to_json()["subtype"] == "thread_broadcast"
    assert others[0].thread_ts == root


async def test_a_thread_that_is_not_there_takes_no_reply(call: Caller) -> None:
    assert await call.error("chat.postMessage", channel=INCIDENTS, text="x", thread_ts="1.000000") == "thread_not_found"


async def test_an_ephemeral_is_seen_by_one_person_and_cannot_be_edited(sandbox: Sandbox, call: Caller) -> None:
    answer = await call.ok("chat.postEphemeral", channel=INCIDENTS, user="U0ADA", text="For you")
    assert [message.text for message in sandbox.person("ada").messages_for_me()] == ["For you"]
    assert sandbox.person("bob").messages_for_me() == []
    assert (await call.ok("conversations.history", channel=INCIDENTS))["messages"] == []
    error = await call.error("chat.update", channel=INCIDENTS, ts=answer["message_ts"], text="New")
    assert error == "message_not_found"


@pytest.mark.parametrize(
    ("channel", "user", "error"),
    [
        (INCIDENTS, "U0STELLA", "user_not_in_channel"),
        ("C0ACME", "U0ADA", "not_in_channel"),
        ("C0OLD", "U0ADA", "is_archived"),
        ("C0OPS", "U0ADA", "channel_not_found"),
    ],
)
async def test_an_ephemeral_needs_both_in_the_channel(call: Caller, channel: str, user: str, error: str) -> None:
    assert await call.error("chat.postEphemeral", channel=channel, user=user, text="For you") == error


async def test_metadata_is_kept_and_told_only_when_asked_for(call: Caller) -> None:
    ts = await posted(call, metadata=METADATA)
    await call.ok("chat.update", channel=INCIDENTS, ts=ts, text="New")
    [quiet] = (await call.ok("conversations.history", channel=INCIDENTS))["messages"]
    [told] = (await call.ok("conversations.history", channel=INCIDENTS, include_all_metadata=True))["messages"]
    assert "metadata" not in quiet
    assert told["metadata"] == METADATA


async def test_metadata_has_a_type_and_a_payload(call: Caller) -> None:
    error = await call.error("chat.postMessage", channel=INCIDENTS, text="x", metadata={"event_type": "x"})
    assert error == "invalid_metadata_format"


async def test_a_permalink_leads_into_the_thread(call: Caller) -> None:
    root = await posted(call)
    reply = await posted(call, thread_ts=root)
    answer = await call.ok("chat.getPermalink", channel=INCIDENTS, message_ts=reply)
    place = f"https://lamplight.slack.com/archives/C0INCIDENTS/p{reply.replace('.', '')}"
    assert answer["permalink"] == f"{place}?thread_ts={root}&cid=C0INCIDENTS"
    assert await call.error("chat.getPermalink", channel=INCIDENTS, message_ts="1.0") == "message_not_found"
