"""The application as it runs for people, but for this: it kills itself at a named point, as a power cut would."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import uvloop
from sqlalchemy import RootTransaction

from bot.app import Application
from bot.command_line.running import until_ended
from bot.delivery import leases, publishing
from bot.logs import configure_logs
from bot.settings import read_settings
from bot.slack.client import SlackClient
from bot.status_page.targets import folder
from storage.engine import WRITES


class Point(StrEnum):
    """Where it dies; `nowhere` is for the process that has to set all right."""

    NOWHERE = "nowhere"
    BEFORE_COMMIT = "before-commit"
    AFTER_COMMIT = "after-commit"
    BEFORE_POST = "before-post"
    AFTER_POST = "after-post"
    BEFORE_EDIT = "before-edit"
    AFTER_EDIT = "after-edit"
    BEFORE_LOOK = "before-look"
    AFTER_LOOK = "after-look"
    """At a post that is looked for before it is repeated."""
    BEFORE_CHANNEL = "before-channel"
    AFTER_CHANNEL = "after-channel"
    """At an incident's own channel."""
    BEFORE_CALL = "before-call"
    AFTER_CALL = "after-call"
    """At any other call."""
    BEFORE_WRITE = "before-write"
    HALF_A_TARGET = "half-a-target"
    AT_RANDOM = "at-random"
    """Anywhere: it is killed from outside."""


KILL_POINTS = tuple(point for point in Point if point is not Point.NOWHERE)


class Killer:
    def __init__(self, point: Point, nth: int) -> None:
        self._point = point
        self._left = nth

    def reached(self, point: Point) -> None:
        """The end of this process, if it is that point for the nth time."""
        if point is self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def arm(killer: Killer) -> None:
    _around_commits(killer)
    _around_calls(killer)
    _around_targets(killer)


def _around_commits(killer: Killer) -> None:
    commit = RootTransaction.commit

    def deadly(transaction: RootTransaction) -> None:
        writes = transaction.connection.get_execution_options().get(WRITES, False)
        if writes:
            killer.reached(Point.BEFORE_COMMIT)
        commit(transaction)
        if writes:
            killer.reached(Point.AFTER_COMMIT)

    RootTransaction.commit = deadly  # type: ignore[method-assign, assignment]


def _around_calls(killer: Killer) -> None:
    call: Callable[..., Awaitable[Any]] = SlackClient.api_call
    points = {
        "chat.postMessage": (Point.BEFORE_POST, Point.AFTER_POST),
        "chat.update": (Point.BEFORE_EDIT, Point.AFTER_EDIT),
        "conversations.history": (Point.BEFORE_LOOK, Point.AFTER_LOOK),
        "conversations.replies": (Point.BEFORE_LOOK, Point.AFTER_LOOK),
        "conversations.create": (Point.BEFORE_CHANNEL, Point.AFTER_CHANNEL),
    }

    async def deadly(client: SlackClient, method: str, **arguments: Any) -> Any:
        before, after = points.get(method, (Point.BEFORE_CALL, Point.AFTER_CALL))
        killer.reached(before)
        answer = await call(client, method, **arguments)
        killer.reached(after)
        return answer

    SlackClient.api_call = deadly  # type: ignore[method-assign, assignment]


def _around_targets(killer: Killer) -> None:
    module: Any = publishing
    render = module.render
    replace = os.replace

    def deadly_render(*arguments: Any, **more: Any) -> Any:
        files = render(*arguments, **more)
        killer.reached(Point.BEFORE_WRITE)
        return files

    def deadly_replace(*arguments: Any) -> None:
        replace(*arguments)
        killer.reached(Point.HALF_A_TARGET)

    module.render = deadly_render
    folder.os.replace = deadly_replace  # type: ignore[attr-defined]


def shorten_leases(lease: timedelta) -> None:
    """What a killed process held is free for the living after that."""
    leases.LEASE = lease


async def run(skipped: timedelta) -> None:
    application = Application(read_settings(), clock=lambda: datetime.now(UTC) + skipped)
    async with until_ended() as ended, application.running():
        await ended.wait()


if __name__ == "__main__":
    configure_logs()
    arm(Killer(Point(sys.argv[1]), int(sys.argv[2])))
    if len(sys.argv) > 4:
        shorten_leases(timedelta(seconds=float(sys.argv[4])))
    uvloop.run(run(timedelta(seconds=float(sys.argv[3]))))
