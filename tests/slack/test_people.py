"""Slack's word about a person counts for five minutes: then somebody who may act no more is found out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.user import UserGroup, UserKind
from bot.slack.client import make_client
from bot.slack.people import Directory
from bot.slack.user_groups import UserGroups
from bot.use_cases.actor import ActorKind
from tests.conftest import StoppedClock

ADA = "U0ADA"
PASSED = pytest.mark.parametrize(
    ("passed", "is_asked"),
    [
        (timedelta(minutes=4, seconds=59), False),
        (timedelta(minutes=5), True),
        (timedelta(hours=-1), True),  # the clock was set back
    ],
    ids=str,
)


@PASSED
async def test_who_became_a_guest_is_one_to_us_after_five_minutes(
    clock: StoppedClock, passed: timedelta, is_asked: bool
) -> None:
    async with Sandbox() as sandbox:
        directory = Directory(make_client(sandbox.bot_token, sandbox.api_url), clock)
        assert (await directory.actor(ADA)).kind is ActorKind.MEMBER
        users = sandbox.workspace.users
        users[ADA] = replace(users[ADA], kind=UserKind.GUEST)

        clock.now += passed

        assert (await directory.actor(ADA)).kind is (ActorKind.GUEST if is_asked else ActorKind.MEMBER)


@PASSED
async def test_who_left_a_user_group_is_out_of_it_to_us_after_five_minutes(
    clock: StoppedClock, passed: timedelta, is_asked: bool
) -> None:
    async with Sandbox() as sandbox:
        groups = UserGroups(make_client(sandbox.bot_token, sandbox.api_url), clock, {"on-call"})
        assert await groups.of(ADA) == {"on-call"}
        sandbox.workspace.user_groups = [UserGroup(id="S0ONCALL", handle="on-call", users=("U0BOB",))]

        clock.now += passed

        assert await groups.of(ADA) == (set() if is_asked else {"on-call"})
