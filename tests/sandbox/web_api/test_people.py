from __future__ import annotations

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.web_api.caller import Caller


async def test_the_app_learns_who_it_is(call: Caller) -> None:
    answer = await call.ok("auth.test")
    bot = (await call.ok("bots.info", bot=answer["bot_id"]))["bot"]
    team = (await call.ok("team.info"))["team"]
    assert (bot["user_id"], team["id"]) == (answer["user_id"], answer["team_id"])


@pytest.mark.parametrize(
    ("user", "marks"),
    [
        ("U0ADA", {"is_admin"}),
        ("U0BOB", set()),
        ("U0GUS", {"is_restricted"}),
        ("U0SOL", {"is_restricted", "is_ultra_restricted"}),
        ("U0STELLA", {"is_stranger"}),
        ("U0UMA", {"deleted"}),
        ("U0OTHERBOT", {"is_bot"}),
    ],
)
async def test_a_user_is_marked_as_what_they_are(call: Caller, user: str, marks: set[str]) -> None:
    described = (await call.ok("users.info", user=user))["user"]
    assert {name for name, value in described.items() if value is True} == marks
    assert (described["team_id"] == "T0LAMPLIGHT") is (user != "U0STELLA")


async def test_a_user_who_is_not_there_is_not_found(call: Caller) -> None:
    assert await call.error("users.info", user="U0NOBODY") == "user_not_found"


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("U0NOBODY", "user_not_found"),
        ("U0UMA", "user_disabled"),
        ("U0ADA,U0BOB", "method_not_supported_for_channel_type"),
    ],
)
async def test_a_direct_message_is_opened_with_one_who_can_come_in(call: Caller, users: str, error: str) -> None:
    assert (await call.ok("conversations.open", users="U0ADA"))["channel"]["id"] == "D0ADA"
    assert await call.error("conversations.open", users=users) == error


async def test_user_groups_have_their_users(sandbox: Sandbox, call: Caller) -> None:
    [group] = (await call.ok("usergroups.list", include_users=True))["usergroups"]
    [without] = (await call.ok("usergroups.list"))["usergroups"]
    users = (await call.ok("usergroups.users.list", usergroup=group["id"]))["users"]
    assert users == group["users"] == list(sandbox.workspace.user_groups[0].users)
    assert "users" not in without
    assert await call.error("usergroups.users.list", usergroup="S0OTHER") == "no_such_subteam"
