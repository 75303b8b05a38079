"""What another version of the app's manifest has Slack send is acknowledged, and whoever waits reads why."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.deliveries import Kind, Payload
from tests.journeys.stage import Stage, staged

FROM_ADA: Payload = {"user": {"id": "U0ADA"}, "team": {"id": "T0LAMPLIGHT"}}


@pytest.mark.parametrize("http", [False, True])
async def test_what_nobody_listens_to_is_acknowledged(tmp_path: Path, http: bool) -> None:
    async with staged(tmp_path, http=http) as stage:
        view = {"id": "V1", "type": "modal", "callback_id": "old_form", "blocks": []}
        deliveries = stage.sandbox.deliveries
        event = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "channel_rename", "channel": {}}}

        assert await deliveries.deliver(Kind.EVENT, event) == {}
        assert await deliveries.deliver(Kind.INTERACTION, {"type": "view_closed", "view": view, **FROM_ADA}) == {}
        options = {"type": "block_suggestion", "action_id": "old", "block_id": "b", "value": "a", "view": view}
        assert await deliveries.deliver(Kind.INTERACTION, {**options, **FROM_ADA}) == {"options": []}


@pytest.mark.parametrize("kind", ["message", "global"])
async def test_a_shortcut_of_another_version_says_so(stage: Stage, kind: str) -> None:
    announcement = await stage.declare()
    if kind == "message":
        await stage.ada.uses_shortcut("post_to_status_page", "#incidents", announcement)
    else:
        await stage.ada.uses_shortcut("declare_incident")
    form = await stage.ada.modal()
    await form.close()
    payload = dict(stage.sandbox.deliveries.last(Kind.INTERACTION, _TYPES[kind]).payload)
    payload |= {"callback_id": "old", "trigger_id": stage.sandbox.acts._triggers.issue(stage.ada.id)}

    await stage.sandbox.deliveries.deliver(Kind.INTERACTION, payload)

    if kind == "message":
        await stage.ada.is_told("from another version of Stormlamp")
    else:
        assert "from another version of Stormlamp" in (await stage.ada.modal(title="Stormlamp")).text


_TYPES = {"message": "message_action", "global": "shortcut"}
