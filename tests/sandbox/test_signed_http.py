from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.sandbox.clock import system_clock
from bot.sandbox.deliveries import Kind
from bot.sandbox.sandbox import Sandbox
from tests.sandbox.bolt_app import CONFIG, bolt_app, by_http
from tests.sandbox.builders import field, modal

Json = dict[str, Any]


@pytest.fixture
async def sandbox() -> Any:
    """At the real time, which the app holds against that of a signature."""
    async with Sandbox(app=CONFIG) as sandbox:
        yield sandbox


async def test_a_command_comes_signed_and_its_answer_is_seen(sandbox: Sandbox, app: AsyncApp) -> None:
    @app.command("/try")
    async def command(ack: Any, body: Json) -> None:
        await ack(f"You said {body['text']}")

    async with by_http(app, sandbox) as headers:
        await sandbox.person("ada").types("/try ä & ö")
    await sandbox.person("ada").is_told("You said ä &amp; ö")
    assert headers[0]["content-type"] == "application/x-www-form-urlencoded"
    assert "x-slack-retry-num" not in headers[0]


async def test_a_form_is_opened_submitted_and_refused_at_its_field(sandbox: Sandbox, app: AsyncApp) -> None:
    @app.command("/try")
    async def command(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field(block_id="title"), callback_id="form"))

    @app.view("form")
    async def submitted(ack: Any) -> None:
        await ack(response_action="errors", errors={"title": "Say more."})

    async with by_http(app, sandbox):
        await sandbox.person("ada").types("/try")
        form = await sandbox.person("ada").modal()
        form.fill("Title", "Fire")
        await form.submit()
    assert form.errors == {"Title": "Say more."}


async def test_a_repeated_event_says_so_in_its_headers(sandbox: Sandbox, app: AsyncApp) -> None:
    @app.event("member_joined_channel")
    async def joined() -> None: ...

    async with by_http(app, sandbox) as headers:
        sandbox.person("ada").invites_app("incidents")
        await sandbox.until(lambda: sandbox.deliveries.log and sandbox.deliveries.log[0].acknowledged_at)
        await sandbox.deliveries.redeliver(sandbox.deliveries.last(Kind.EVENT), attempt=2)
    assert headers[0]["content-type"] == "application/json"
    retries = [(each.get("x-slack-retry-num"), each.get("x-slack-retry-reason")) for each in headers]
    assert retries == [(None, None), ("2", "http_timeout")]


async def test_an_app_with_another_secret_takes_nothing(sandbox: Sandbox) -> None:
    other = bolt_app(sandbox, signing_secret="other")
    async with by_http(other, sandbox):
        await sandbox.person("ada").types("/try")
    await sandbox.person("ada").is_told("/try failed")


@pytest.mark.parametrize(("seconds", "is_heard"), [(295, True), (305, False), (-305, False)])
async def test_what_was_signed_more_than_five_minutes_away_is_not_heard(seconds: int, is_heard: bool) -> None:
    def clock() -> datetime:
        return system_clock() - timedelta(seconds=seconds)

    async with Sandbox(app=CONFIG, clock=clock) as sandbox:
        app, heard = bolt_app(sandbox), []

        @app.command("/try")
        async def command(ack: Any) -> None:
            heard.append("/try")
            await ack()

        async with by_http(app, sandbox):
            await sandbox.person("ada").types("/try")
    assert heard == (["/try"] if is_heard else [])


async def test_nobody_at_the_request_url_is_a_failure_before_the_person(sandbox: Sandbox) -> None:
    sandbox.deliver_to("http://127.0.0.1:9/slack")
    await sandbox.person("ada").types("/try")
    await sandbox.person("ada").is_told("/try failed with the error “dispatch_failed”")
