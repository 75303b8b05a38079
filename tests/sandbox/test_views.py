from __future__ import annotations

import dataclasses
from typing import Any

import aiohttp
import pytest

from bot.sandbox.sandbox import Sandbox
from tests.conftest import StoppedClock
from tests.sandbox.bolt_app import CONFIG
from tests.sandbox.builders import field, home, modal, section
from tests.sandbox.web_api.caller import Caller


def trigger(sandbox: Sandbox, *, upon: Any = None) -> str:
    """As a click of Ada's gives one: in the open view that it was in, if any."""
    return sandbox.triggers.issue("U0ADA", view=upon and upon["id"])


async def opened(sandbox: Sandbox, call: Caller, view: Any = None) -> Any:
    return (await call.ok("views.open", trigger_id=trigger(sandbox), view=view or modal(section())))["view"]


async def pushed(sandbox: Sandbox, call: Caller, upon: Any) -> Any:
    return (await call.ok("views.push", trigger_id=trigger(sandbox, upon=upon), view=modal(section())))["view"]


async def test_a_trigger_opens_a_modal_for_the_one_who_clicked(sandbox: Sandbox, call: Caller) -> None:
    view = await opened(sandbox, call)
    assert (await sandbox.person("ada").modal()).view.id == view["id"]
    assert not sandbox.person("bob").has_modal


async def test_a_trigger_is_good_for_three_seconds(sandbox: Sandbox, call: Caller, clock: StoppedClock) -> None:
    in_time, late = trigger(sandbox), trigger(sandbox)
    clock.forward(seconds=3)
    await call.ok("views.open", trigger_id=in_time, view=modal(section()))
    clock.forward(milliseconds=1)
    assert await call.error("views.open", trigger_id=late, view=modal(section())) == "expired_trigger_id"


async def test_a_trigger_is_good_once(sandbox: Sandbox, call: Caller) -> None:
    once = trigger(sandbox)
    await call.ok("views.open", trigger_id=once, view=modal(section()))
    assert await call.error("views.open", trigger_id=once, view=modal(section())) == "exchanged_trigger_id"


async def test_a_trigger_that_slack_did_not_give_opens_nothing(sandbox: Sandbox, call: Caller) -> None:
    assert await call.error("views.open", trigger_id="1.2.3", view=modal(section())) == "invalid_trigger_id"
    assert not sandbox.person("ada").has_modal


async def test_a_refused_view_is_named_by_its_place(sandbox: Sandbox, call: Caller) -> None:
    answer = await call("views.open", trigger_id=trigger(sandbox), view=modal(title="x" * 25))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]


async def test_three_views_stand_upon_each_other_and_no_more(sandbox: Sandbox, call: Caller) -> None:
    first = await opened(sandbox, call)
    second = await pushed(sandbox, call, first)
    third = await pushed(sandbox, call, second)
    over = await call.error("views.push", trigger_id=trigger(sandbox, upon=third), view=modal(section()))
    assert over == "push_limit_reached"
    assert [third["previous_view_id"], third["root_view_id"]] == [second["id"], first["id"]]
    assert len(sandbox.views.stack("U0ADA")) == 3


async def test_a_push_needs_a_click_in_an_open_modal(sandbox: Sandbox, call: Caller) -> None:
    assert await call.error("views.push", trigger_id=trigger(sandbox), view=modal(section())) == "invalid_trigger_id"


async def test_an_update_gives_a_new_hash_and_refuses_an_old_one(sandbox: Sandbox, call: Caller) -> None:
    view = await opened(sandbox, call)
    new = modal(section("New"))
    updated = (await call.ok("views.update", view_id=view["id"], view=new, hash=view["hash"]))["view"]
    assert updated["hash"] != view["hash"]
    assert await call.error("views.update", view_id=view["id"], view=new, hash=view["hash"]) == "hash_conflict"
    await call.ok("views.update", view_id=view["id"], view=new)


async def test_a_closed_view_is_not_found(sandbox: Sandbox, call: Caller) -> None:
    view = await opened(sandbox, call)
    await (await sandbox.person("ada").modal()).close()
    assert await call.error("views.update", view_id=view["id"], view=modal(section())) == "not_found"


async def test_a_view_without_a_name_is_not_found_by_an_empty_one(sandbox: Sandbox, call: Caller) -> None:
    await opened(sandbox, call)
    assert await call.error("views.update", external_id="", view=modal(section())) == "invalid_arguments"
    assert await call.error("views.update", external_id="other", view=modal(section())) == "not_found"


async def test_an_external_id_is_taken_as_long_as_its_view_is_open(sandbox: Sandbox, call: Caller) -> None:
    first = await opened(sandbox, call, modal(section(), external_id="one"))
    taken = await call.error("views.push", trigger_id=trigger(sandbox, upon=first), view=modal(external_id="one"))
    assert taken == "duplicate_external_id"
    await call.ok("views.update", external_id="one", view=modal(section(), external_id="two"))
    second = await call.ok("views.push", trigger_id=trigger(sandbox, upon=first), view=modal(external_id="one"))
    assert await call.error("views.update", view_id=first["id"], view=modal(external_id="one")) == (
        "duplicate_external_id"
    )
    await (await sandbox.person("ada").modal()).close()
    await call.ok("views.update", view_id=first["id"], view=modal(external_id="one"))
    assert second["view"]["external_id"] == "one"


async def test_what_was_typed_survives_an_update_with_the_same_ids_only(sandbox: Sandbox, call: Caller) -> None:
    kept = field(label="Kept", block_id="kept")
    view = await opened(sandbox, call, modal(kept, field(label="Lost", block_id="lost")))
    form = await sandbox.person("ada").modal()
    form.fill("Kept", "typed")
    form.fill("Lost", "typed")
    prefilled = field({"type": "plain_text_input", "action_id": "typed", "initial_value": "new"}, label="Lost")
    await call.ok("views.update", view_id=view["id"], view=modal(kept, prefilled | {"block_id": "lost_2"}))
    assert (form.value("Kept"), form.value("Lost")) == ("typed", "new")


async def test_a_view_that_opens_replaces_those_that_were_open(sandbox: Sandbox, call: Caller) -> None:
    await pushed(sandbox, call, await opened(sandbox, call))
    view = await opened(sandbox, call)
    assert [each.id for each in sandbox.views.stack("U0ADA")] == [view["id"]]


async def test_a_home_is_published_for_one_person(sandbox: Sandbox, call: Caller) -> None:
    first = (await call.ok("views.publish", user_id="U0ADA", view=home(section())))["view"]
    second = (await call.ok("views.publish", user_id="U0ADA", view=home(section("New")), hash=first["hash"]))["view"]
    assert first["id"] == second["id"]
    assert await call.error("views.publish", user_id="U0ADA", view=home(), hash=first["hash"]) == "hash_conflict"
    seen = sandbox.views.home("U0ADA")
    assert seen is not None
    assert seen.hash == second["hash"]
    assert sandbox.views.home("U0BOB") is None


@pytest.mark.parametrize(("user", "view"), [("U0ADA", modal(section())), ("U0NOBODY", home(section()))])
async def test_only_homes_are_published_and_only_for_users(call: Caller, user: str, view: Any) -> None:
    assert await call.error("views.publish", user_id=user, view=view) == "invalid_arguments"


async def test_a_home_is_opened_as_no_modal(sandbox: Sandbox, call: Caller) -> None:
    error = await call.error("views.open", trigger_id=trigger(sandbox), view=home(section()))
    assert error == "invalid_arguments"


async def test_an_app_whose_manifest_has_no_home_publishes_none(session: aiohttp.ClientSession) -> None:
    async with Sandbox(app=dataclasses.replace(CONFIG, has_home=False)) as sandbox:
        call = Caller(sandbox, session)
        assert await call.error("views.publish", user_id="U0ADA", view=home(section())) == "not_enabled"
