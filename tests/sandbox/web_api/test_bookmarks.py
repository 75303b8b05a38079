from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.web_api.caller import Caller

LINK = {"title": "Status page", "type": "link", "link": "https://status.example.com"}


async def test_a_bookmark_is_added_changed_and_listed(call: Caller) -> None:
    added = (await call.ok("bookmarks.add", channel_id="C0INCIDENTS", **LINK))["bookmark"]

    await call.ok("bookmarks.edit", channel_id="C0INCIDENTS", bookmark_id=added["id"], title="INC-1", emoji=":link:")

    listed = (await call.ok("bookmarks.list", channel_id="C0INCIDENTS"))["bookmarks"]
    assert [(each["id"], each["title"], each["link"], each["emoji"]) for each in listed] == [
        (added["id"], "INC-1", "https://status.example.com", ":link:")
    ]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"channel_id": "C0NOWHERE"}, "channel_not_found"),
        ({"channel_id": "C0OPS"}, "channel_not_found"),
        ({"title": ""}, "invalid_arguments"),
        ({"type": "folder"}, "invalid_bookmark_type"),
        ({"link": "status.example.com"}, "invalid_link"),
        ({"emoji": "link"}, "invalid_emoji"),
    ],
)
async def test_a_bookmark_that_slack_would_not_take_is_refused(
    call: Caller, changed: dict[str, Any], error: str
) -> None:
    assert await call.error("bookmarks.add", **{"channel_id": "C0INCIDENTS", **LINK, **changed}) == error


async def test_a_bookmark_that_is_not_there_can_not_be_changed(call: Caller) -> None:
    assert await call.error("bookmarks.edit", channel_id="C0INCIDENTS", bookmark_id="Bk0", title="x") == "not_found"


async def test_an_archived_channel_takes_none(sandbox: Sandbox, call: Caller) -> None:
    sandbox.channel("general").is_archived = True

    assert await call.error("bookmarks.add", channel_id="C0GENERAL", **LINK) == "permission_denied"
