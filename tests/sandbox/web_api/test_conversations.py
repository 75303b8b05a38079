from __future__ import annotations

import dataclasses
from typing import Any

import aiohttp
import pytest

from bot.sandbox.sandbox import Sandbox
from tests.conftest import StoppedClock
from tests.sandbox.bolt_app import CONFIG
from tests.sandbox.web_api.caller import Caller

INCIDENTS = "C0INCIDENTS"


async def all_pages(call: Caller, method: str, items: str, **arguments: Any) -> list[list[Any]]:
    pages, cursor = [], ""
    while True:
        answer = await call.ok(method, cursor=cursor, **arguments)
        pages.append(answer[items])
        cursor = answer["response_metadata"]["next_cursor"]
        if not cursor:
            return pages


@pytest.mark.parametrize(
    ("method", "items", "arguments"),
    [
        ("conversations.list", "channels", {}),
        ("conversations.members", "members", {"channel": INCIDENTS}),
        ("users.list", "members", {}),
    ],
)
async def test_a_long_list_comes_a_page_at_a_time(call: Caller, method: str, items: str, arguments: Any) -> None:
    [whole] = await all_pages(call, method, items, **arguments)
    pages = await all_pages(call, method, items, limit=2, **arguments)
    assert [item for page in pages for item in page] == whole
    assert [len(page) for page in pages[:-1]] == [2] * (len(pages) - 1)
    assert len(pages) > 1


@pytest.mark.parametrize("cursor", ["nonsense", "bmV4dDotNQ==", "bmV4dDo="])
async def test_a_cursor_that_slack_did_not_give_is_refused(call: Caller, cursor: str) -> None:
    assert await call.error("conversations.list", cursor=cursor) == "invalid_cursor"


@pytest.mark.parametrize("limit", [0, 1_001, -1])
async def test_a_limit_has_its_bounds(call: Caller, limit: int) -> None:
    assert await call.error("conversations.list", limit=limit) == "invalid_limit"


async def test_a_list_has_the_kinds_asked_for_and_private_channels_only_with_the_app(
    sandbox: Sandbox, call: Caller
) -> None:
    async def names(**arguments: Any) -> list[str]:
        return [c["name"] for c in (await call.ok("conversations.list", **arguments))["channels"]]

    assert await names() == ["incidents", "general", "old", "shared-acme"]
    assert await names(exclude_archived=True) == ["incidents", "general", "shared-acme"]
    assert await names(types="private_channel") == []
    sandbox.person("ada").invites_app("ops-private")
    assert await names(types="private_channel") == ["ops-private"]


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members", "conversations.history"])
async def test_a_private_channel_is_not_there_without_the_app(call: Caller, method: str) -> None:
    assert await call.error(method, channel="C0OPS") == "channel_not_found"


async def test_the_app_joins_public_channels(sandbox: Sandbox, call: Caller) -> None:
    answer = await call.ok("conversations.join", channel="C0ACME")
    assert answer["channel"]["is_member"]
    again = await call.ok("conversations.join", channel="C0ACME")
    assert again["warning"] == "already_in_channel"
    await call.ok("chat.postMessage", channel="C0ACME", text="Hello")


@pytest.mark.parametrize(("channel", "error"), [("C0OPS", "channel_not_found"), ("C0OLD", "is_archived")])
async def test_the_app_joins_no_private_and_no_archived_channel(call: Caller, channel: str, error: str) -> None:
    assert await call.error("conversations.join", channel=channel) == error


async def test_history_is_newest_first_without_replies(call: Caller) -> None:
    stamps = [(await call.ok("chat.postMessage", channel=INCIDENTS, text=f"{n}"))["ts"] for n in range(3)]
    await call.ok("chat.postMessage", channel=INCIDENTS, text="reply", thread_ts=stamps[0])
    answer = await call.ok("conversations.history", channel=INCIDENTS)
    assert [message["text"] for message in answer["messages"]] == ["2", "1", "0"]
    assert answer["messages"][2]["reply_count"] == 1
    later = await call.ok("conversations.history", channel=INCIDENTS, oldest=stamps[0])
    assert [message["text"] for message in later["messages"]] == ["2", "1"]
    both = await call.ok("conversations.history", channel=INCIDENTS, oldest=stamps[0], latest=stamps[1], inclusive=True)
    assert [message["text"] for message in both["messages"]] == ["1", "0"]


async def test_replies_come_after_their_root_oldest_first(call: Caller) -> None:
    root = (await call.ok("chat.postMessage", channel=INCIDENTS, text="root"))["ts"]
    for text in ("first", "second"):
        await call.ok("chat.postMessage", channel=INCIDENTS, text=text, thread_ts=root)
    answer = await call.ok("conversations.replies", channel=INCIDENTS, ts=root)
    assert [message["text"] for message in answer["messages"]] == ["root", "first", "second"]
    assert await call.error("conversations.replies", channel=INCIDENTS, ts="1.000000") == "thread_not_found"


async def test_only_a_member_reads_a_channel(call: Caller) -> None:
    assert await call.error("conversations.history", channel="C0ACME") == "not_in_channel"


async def test_a_name_for_a_channel_is_short_plain_and_new(call: Caller) -> None:
    async def error(name: str) -> str:
        return await call.error("conversations.create", name=name)

    await call.ok("conversations.create", name="x" * 80)
    assert await error("x" * 81) == "invalid_name_maxlength"
    assert await error("Inc 1") == "invalid_name_specials"
    assert await error("incidents") == "name_taken"


@pytest.mark.parametrize(
    ("method", "arguments", "needed"),
    [
        ("conversations.info", {"channel": "D0ADA"}, "im:read"),
        ("conversations.info", {"channel": "C0OPS"}, "groups:read"),
        ("conversations.members", {"channel": "D0ADA"}, "im:read"),
        ("conversations.history", {"channel": "D0ADA"}, "im:history"),
        ("conversations.history", {"channel": "C0OPS"}, "groups:history"),
        ("conversations.replies", {"channel": "C0OPS", "ts": "1.0"}, "groups:history"),
        ("conversations.list", {"types": "public_channel,im"}, "im:read"),
        ("conversations.create", {"name": "war-room", "is_private": True}, "groups:write"),
    ],
)
async def test_each_kind_of_channel_needs_a_scope_of_its_own(
    session: aiohttp.ClientSession, method: str, arguments: Any, needed: str
) -> None:
    scopes = frozenset({"channels:read", "channels:history", "channels:manage"})
    async with Sandbox(app=dataclasses.replace(CONFIG, scopes=scopes)) as sandbox:
        sandbox.workspace.dm_of("U0ADA")
        sandbox.person("ada").invites_app("ops-private")
        answer = await Caller(sandbox, session)(method, **arguments)
    assert (answer["error"], answer.get("needed")) == ("missing_scope", needed)


async def test_a_channel_tells_who_made_it_and_when(call: Caller, clock: StoppedClock) -> None:
    made = (await call.ok("conversations.create", name="war-room"))["channel"]

    assert (made["creator"], made["created"]) == ("U0STORMLAMP", int(clock.now.timestamp()))


@pytest.mark.parametrize(
    ("user", "error"),
    [("U0STORMLAMP", "cant_invite_self"), ("U0UMA", "cant_invite"), ("U0ADA", "already_in_channel")],
)
async def test_an_invitation_that_slack_would_not_take_invites_nobody(
    sandbox: Sandbox, call: Caller, user: str, error: str
) -> None:
    before = set(sandbox.channel("general").members)

    assert await call.error("conversations.invite", channel="C0GENERAL", users=f"U0SOL,{user}") == error

    assert sandbox.channel("general").members == before


async def test_an_archived_channel_keeps_its_topic_and_its_name(call: Caller) -> None:
    made = (await call.ok("conversations.create", name="war-room"))["channel"]
    await call.ok("conversations.archive", channel=made["id"])

    assert await call.error("conversations.setTopic", channel=made["id"], topic="It is over") == "is_archived"
    assert await call.error("conversations.create", name="war-room") == "name_taken"
