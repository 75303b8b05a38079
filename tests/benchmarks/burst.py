"""Five hundred responders at once: how long Slack waits for acknowledgements, beside a bolt app that does nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from bot.sandbox.deliveries import Delivery
from bot.sandbox.limits import ACK_WITHIN
from bot.sandbox.modal import Modal
from bot.sandbox.person import Person
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.user import User, UserKind
from bot.sandbox.workspace import TEAM_ID
from storage.database import Database
from tests.benchmarks.history import add_page
from tests.benchmarks.load import until_it_answers
from tests.benchmarks.process import free_port, process
from tests.benchmarks.table import Row, milliseconds, percentile, ratio

_RESPONDERS = 500
_FEW = 10
_CHANNEL = "incidents"
_DECLARE = "new Website loading slowly"
_SETTLED_WITHIN = 60  # seconds


@dataclass(frozen=True, slots=True)
class _Burst:
    """Seconds to each acknowledgement; `done` are those who got their list or form, or whose form was taken."""

    acks: Sequence[float]
    done: int


async def run() -> list[Row]:
    rows = []
    for by_http in (False, True):
        mode = "HTTP" if by_http else "Socket Mode"
        async with _bare(by_http) as sandbox:
            people = _responders(sandbox)
            await _warm_up(people[0])
            bare_opens, forms = await _open(sandbox, people)
            bare_submits = await _submit(sandbox, forms)
        async with _stormlamp(by_http) as sandbox:
            people = _responders(sandbox)
            await _warm_up(people[0])
            lists = await _list(sandbox, people)
            opens, forms = await _open(sandbox, people)
            submits = await _submit(sandbox, forms)
        rows += [
            *_rows(f"{mode}, what lists", lists, bare_opens),
            *_rows(f"{mode}, what opens", opens, bare_opens),
            *_rows(f"{mode}, what submits", submits, bare_submits),
        ]
    return rows


def _rows(what: str, ours: _Burst, bare: _Burst) -> list[Row]:
    theirs = percentile(bare.acks, 99)
    return [
        Row(f"{what}, p50", milliseconds(percentile(ours.acks, 50)), f"{ours.done} of {len(ours.acks)} done"),
        Row(
            f"{what}, p99",
            milliseconds(percentile(ours.acks, 99)),
            f"{ratio(percentile(ours.acks, 99), theirs, 'a bare bolt handler')} ({milliseconds(theirs)})",
        ),
        Row(f"{what}, longest", milliseconds(max(ours.acks))),
    ]


async def _warm_up(person: Person) -> None:
    """Bolt asks Slack who it is before it answers for the first time."""
    await person.types(f"/incident {_DECLARE}")
    await (await person.modal()).close()


async def _list(sandbox: Sandbox, people: Sequence[Person]) -> _Burst:
    said = sandbox.channel(_CHANNEL).messages
    acks = await _command(sandbox, people, "list")
    await sandbox.until(lambda: len(said) >= len(people), _SETTLED_WITHIN)
    return _Burst(acks, len(said))


async def _open(sandbox: Sandbox, people: Sequence[Person]) -> tuple[_Burst, Sequence[Modal]]:
    """All get their form in the end, but only those of the burst count: Slack opens none after three seconds."""
    said = sandbox.channel(_CHANNEL).messages
    before = len(said)
    acks = await _command(sandbox, people, _DECLARE)
    await sandbox.until(lambda: len(_forms(sandbox, people)) + len(said) - before >= len(people), _SETTLED_WITHIN)
    opened = len(_forms(sandbox, people))
    without = [person for person in people if not person.has_modal]
    for first in range(0, len(without), _FEW):
        few = without[first : first + _FEW]
        await _command(sandbox, few, _DECLARE)
        await sandbox.until(lambda few=few: len(_forms(sandbox, few)) == len(few), _SETTLED_WITHIN)  # type: ignore[misc]
    return _Burst(acks, opened), _forms(sandbox, people)


async def _submit(sandbox: Sandbox, forms: Sequence[Modal]) -> _Burst:
    for number, form in enumerate(forms):
        form.fill("Message", f"We are looking into report {number}.")
    before = len(sandbox.deliveries.log)
    submissions = await asyncio.gather(*(form.submit() for form in forms))
    return _Burst(_acks(sandbox.deliveries.log[before:]), sum(each.is_accepted for each in submissions))


async def _command(sandbox: Sandbox, people: Sequence[Person], text: str) -> Sequence[float]:
    before = len(sandbox.deliveries.log)
    await asyncio.gather(*(person.types(f"/incident {text}") for person in people))
    return _acks(sandbox.deliveries.log[before:])


def _forms(sandbox: Sandbox, people: Sequence[Person]) -> Sequence[Modal]:
    return [Modal(sandbox, person.user, stack[-1]) for person in people if (stack := sandbox.views.stack(person.id))]


def _acks(log: Sequence[Delivery]) -> Sequence[float]:
    """Three seconds for what was not acknowledged: then Slack gives up."""
    return [
        (delivery.acknowledged_at - delivery.sent_at if delivery.acknowledged_at else ACK_WITHIN).total_seconds()
        for delivery in log
    ]


def _responders(sandbox: Sandbox) -> list[Person]:
    users = [
        User(id=f"U1{number:04}", name=f"r{number}", real_name=f"R {number}", kind=UserKind.MEMBER, team_id=TEAM_ID)
        for number in range(_RESPONDERS)
    ]
    sandbox.workspace.users |= {user.id: user for user in users}
    sandbox.channel(_CHANNEL).members.update(user.id for user in users)
    return [Person(sandbox, user) for user in users]


@contextlib.asynccontextmanager
async def _stormlamp(by_http: bool) -> AsyncIterator[Sandbox]:
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/bench.db"
        database = Database(url)
        await database.migrate()
        await add_page(database, "acme")
        await database.close()
        async with Sandbox(rate_limits=False) as sandbox:
            port = free_port()
            environment = _slack(sandbox, by_http) | {"DATABASE_URL": url, "STORMLAMP_PORT": str(port)}
            async with process("bot", "run", environment=environment):
                await _reached(sandbox, by_http, port)
                # How long it takes to start is another matter.
                await until_it_answers(f"http://127.0.0.1:{port}/readyz", well=True)
                yield sandbox


@contextlib.asynccontextmanager
async def _bare(by_http: bool) -> AsyncIterator[Sandbox]:
    async with Sandbox(rate_limits=False) as sandbox:
        port = free_port()
        arguments = [str(port)] if by_http else []
        async with process("tests.benchmarks.bare_bolt", *arguments, environment=_slack(sandbox, by_http)):
            await _reached(sandbox, by_http, port)
            yield sandbox


def _slack(sandbox: Sandbox, by_http: bool) -> dict[str, str]:
    way_in = {"SLACK_SIGNING_SECRET": sandbox.signing_secret} if by_http else {"SLACK_APP_TOKEN": sandbox.app_token}
    return {"SLACK_BOT_TOKEN": sandbox.bot_token, "SLACK_API_URL": sandbox.api_url} | way_in


async def _reached(sandbox: Sandbox, by_http: bool, port: int) -> None:
    if not by_http:
        await sandbox.connected(30)
        return
    url = f"http://127.0.0.1:{port}/slack/events"
    await until_it_answers(url)
    sandbox.deliver_to(url)
