"""What people do, and what the little app gets and answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.sandbox.acts import NotPossible
from bot.sandbox.deliveries import Kind
from bot.sandbox.sandbox import Sandbox
from tests.sandbox.bolt_app import by_socket
from tests.sandbox.builders import actions, button, section

Json = dict[str, Any]


@pytest.fixture
async def connected(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[None]:
    async with by_socket(app, sandbox):
        yield


def commands(app: AsyncApp, **answer: Any) -> list[Json]:
    bodies: list[Json] = []

    @app.command("/try")
    async def command(ack: Any, body: Json) -> None:
        bodies.append(body)
        await ack(**answer)

    return bodies


async def test_a_command_comes_with_who_and_where_and_escaped_text(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    bodies = commands(app)
    await sandbox.person("bob").types("/try  a <b> & @ada in #general", "#incidents")
    [body] = bodies
    assert body["text"] == "a &lt;b&gt; &amp; <@U0ADA|ada> in <#C0GENERAL|general>"
    assert (body["user_id"], body["channel_id"], body["channel_name"]) == ("U0BOB", "C0INCIDENTS", "incidents")
    assert "thread_ts" not in body


@pytest.mark.parametrize(("kind", "seen"), [("ephemeral", ["ada"]), ("in_channel", ["ada", "bob"])])
async def test_a_command_s_answer_is_seen_by_one_unless_it_is_for_all(
    sandbox: Sandbox, app: AsyncApp, connected: None, kind: str, seen: list[str]
) -> None:
    commands(app, text="Answer", response_type=kind)
    await sandbox.person("ada").types("/try")
    [message] = sandbox.channel("incidents").messages
    assert [name for name in ("ada", "bob") if message.visible_to in {None, sandbox.person(name).id}] == seen


@pytest.mark.parametrize(
    ("text", "channel", "why"),
    [
        ("/unknown", "#incidents", "not a valid command"),
        ("/try", "#old", "archived"),
        ("Hello", "#old", "archived"),
        ("Hello", "#shared-acme", "is not in"),
    ],
)
async def test_the_client_does_not_let_a_person_do_everything(
    sandbox: Sandbox, text: str, channel: str, why: str
) -> None:
    with pytest.raises(NotPossible, match=why):
        await sandbox.person("gus" if channel == "#shared-acme" else "ada").types(text, channel)
    assert {delivery.kind for delivery in sandbox.deliveries.log} <= {Kind.EVENT}  # the invitations


async def test_a_command_cannot_be_typed_in_a_thread(sandbox: Sandbox) -> None:
    await sandbox.person("ada").types("Hello")
    with pytest.raises(NotPossible, match="not supported in threads"):
        await sandbox.person("ada").types("/try", thread=sandbox.messages("incidents")[0])


async def test_a_command_while_nobody_listens_fails_before_the_person(sandbox: Sandbox) -> None:
    await sandbox.person("ada").types("/try")
    await sandbox.person("ada").is_told("/try failed with the error “dispatch_failed”")


async def test_a_command_that_is_not_acknowledged_in_three_seconds_fails_before_the_person(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    @app.command("/try")
    async def command() -> None:
        """Does not acknowledge."""

    await sandbox.person("ada").types("/try")
    await sandbox.person("ada").is_told("/try failed with the error “operation_timeout”", seconds=0.1)
    assert sandbox.deliveries.last(Kind.COMMAND).acknowledged_at is None


async def test_a_refused_answer_is_named_to_the_person(sandbox: Sandbox, app: AsyncApp, connected: None) -> None:
    commands(app, text="Answer", blocks=[section("x" * 3_001)])
    await sandbox.person("ada").types("/try")
    await sandbox.person("ada").is_told("/try failed with the error “invalid_blocks”")


async def test_a_click_in_a_message_tells_of_message_and_state(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    clicks: list[Json] = []

    @app.action("press")
    async def pressed(ack: Any, body: Json) -> None:
        clicks.append(body)
        await ack()

    await app.client.chat_postMessage(channel="C0INCIDENTS", text="x", blocks=[actions(button(value="7"))])
    [message] = sandbox.messages("incidents")
    await sandbox.person("bob").presses(message, "Press")
    [body] = clicks
    assert (body["user"]["id"], body["channel"]["id"], body["message"]["ts"]) == ("U0BOB", "C0INCIDENTS", message.ts)
    assert body["actions"][0]["value"] == "7"
    with pytest.raises(NotPossible, match="no button “Push”"):
        await sandbox.person("bob").presses(message, "Push")


async def test_a_click_on_an_ephemeral_tells_nothing_of_its_content(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    clicks: list[Json] = []

    @app.action("press")
    async def pressed(ack: Any, body: Json) -> None:
        clicks.append(body)
        await ack()

    commands(app, text="x", blocks=[actions(button())])
    await sandbox.person("ada").types("/try")
    await sandbox.person("ada").presses(sandbox.person("ada").messages_for_me()[0], "Press")
    assert "message" not in clicks[0]
    assert clicks[0]["container"]["is_ephemeral"] is True


async def test_shortcuts_are_those_of_the_manifest(sandbox: Sandbox, app: AsyncApp, connected: None) -> None:
    used: list[Json] = []

    @app.shortcut("try_anywhere")
    @app.shortcut("try_message")
    async def shortcut(ack: Any, body: Json) -> None:
        used.append(body)
        await ack()

    ada = sandbox.person("ada")
    await ada.types("Look here")
    [message] = sandbox.messages("incidents")
    await ada.uses_shortcut("try_anywhere")
    await ada.uses_shortcut("try_message", "incidents", message)
    assert [body["type"] for body in used] == ["shortcut", "message_action"]
    assert used[1]["message"]["text"] == "Look here"
    assert "response_url" not in used[0]
    with pytest.raises(NotPossible, match="no shortcut"):
        await ada.uses_shortcut("try_elsewhere")
    with pytest.raises(NotPossible, match="no shortcut"):
        await ada.uses_shortcut("try_message")


async def test_events_are_told_where_the_manifest_subscribes_to_them(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    kinds: list[str] = []

    @app.event("app_mention")
    @app.event("member_joined_channel")
    @app.event("app_home_opened")
    async def event(event: Json) -> None:
        kinds.append(event["type"])
        sandbox.workspace.news.tell()

    sandbox.person("ada").invites_app("ops-private")
    await sandbox.until(lambda: len(kinds) == 1)
    await sandbox.person("ada").types("@stormlamp hello")
    await sandbox.until(lambda: len(kinds) == 2)
    sandbox.person("ada").opens_home()
    await sandbox.until(lambda: len(kinds) == 3)
    assert kinds == ["member_joined_channel", "app_mention", "app_home_opened"]


async def test_an_event_that_comes_again_is_the_same_event(sandbox: Sandbox, app: AsyncApp, connected: None) -> None:
    bodies: list[Json] = []

    @app.event("app_mention")
    async def mentioned(body: Json) -> None:
        bodies.append(body)
        sandbox.workspace.news.tell()

    await sandbox.person("ada").types("@stormlamp hello")
    await sandbox.until(lambda: len(bodies) == 1)
    await sandbox.deliveries.redeliver(sandbox.deliveries.last(Kind.EVENT, "event_callback"))
    await sandbox.until(lambda: len(bodies) == 2)
    assert bodies[0] == bodies[1]
    assert bodies[0]["event_id"].startswith("Ev")


async def test_a_command_that_comes_again_has_the_same_trigger(
    sandbox: Sandbox, app: AsyncApp, connected: None
) -> None:
    bodies = commands(app)
    await sandbox.person("ada").types("/try")
    await sandbox.deliveries.redeliver(sandbox.deliveries.last(Kind.COMMAND))
    assert [body["trigger_id"] for body in bodies] == [bodies[0]["trigger_id"]] * 2
