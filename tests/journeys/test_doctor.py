"""`/incident doctor`: what is well, what is not, and what to do."""

from bot.sandbox.faults import Refused
from bot.sandbox.person import readable
from tests.journeys.stage import Stage


async def test_all_is_well(stage: Stage) -> None:
    await stage.declare()
    await stage.page_shows(lambda html: "Website loading slowly" in html)

    await stage.ada.types("/incident doctor")

    told = readable(await stage.ada.is_told("All is well."))
    for subject in ("Database", "Owed to Slack", "Page acme on server", "Slack token", "Slack scopes", "Clock"):
        assert f"✅ *{subject}*" in told
    assert "#incidents" in told


async def test_what_is_not_well_comes_first_with_the_way_out(stage: Stage) -> None:
    await stage.add_page("secret", channel="C0OPS")

    await stage.ada.types("/incident doctor")

    told = readable(await stage.ada.is_told("need somebody"))
    assert told.splitlines()[1].startswith("❌")
    assert "❌ *Channel C0OPS of page secret*: channel_not_found" in told.splitlines()
    assert "Type `/invite @Stormlamp` in that channel." in told


async def test_a_refused_token_is_named(stage: Stage) -> None:
    stage.sandbox.faults.plan("auth.test", Refused("token_revoked"), times=None)

    findings = {finding.subject: finding for finding in await stage.application.doctor()}

    assert not findings["Slack token"].is_ok
    assert findings["Slack token"].detail == "refused: token_revoked"
