"""`/incident doctor`: what is well, what is not, and what to do."""

from pathlib import Path
from typing import Any

from bot.domain.finding import Finding
from bot.sandbox.faults import Refused
from bot.sandbox.person import readable
from tests.journeys.stage import Stage, staged


async def test_all_is_well(stage: Stage) -> None:
    await stage.declare()
    await stage.page_shows(lambda html: "Website loading slowly" in html)

    await stage.ada.types("/incident doctor")

    told = readable(await stage.ada.is_told("All is well."))
    for subject in (
        "Database",
        "Owed to Slack",
        "Page acme on server",
        "Slack token",
        "Slack scopes",
        "Slack's deliveries",
        "Clock",
    ):
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


async def found(stage: Stage, subject: str) -> Finding:
    [finding] = [each for each in await stage.application.doctor() if each.subject == subject]
    return finding


async def test_a_refused_app_token_is_named(stage: Stage) -> None:
    stage.sandbox.faults.plan("apps.connections.open", Refused("invalid_auth"))

    finding = await found(stage, "Slack's deliveries")

    assert (finding.is_ok, finding.detail) == (False, "by Socket Mode; the app token is refused: invalid_auth")
    assert "SLACK_APP_TOKEN" in finding.way_out


async def test_a_socket_that_was_asked_for_just_before_is_no_trouble(stage: Stage) -> None:
    stage.sandbox.faults.plan("apps.connections.open", Refused("ratelimited"))

    finding = await found(stage, "Slack's deliveries")

    assert (finding.is_ok, finding.detail) == (True, "by Socket Mode; Slack was asked just before")


async def test_signed_requests_are_tried_on_the_way_that_slack_takes(tmp_path: Path) -> None:
    async with staged(tmp_path, http=True) as stage:
        finding = await found(stage, "Slack's deliveries")

        assert finding.is_ok, finding
        assert (
            finding.detail == f"by signed HTTP; {stage.application.url}/slack/events takes what our secret has signed"
        )


async def test_an_address_where_nobody_takes_what_slack_posts_is_named(tmp_path: Path) -> None:
    async with staged(tmp_path, http=True, public_url="http://127.0.0.1:9") as stage:
        finding = await found(stage, "Slack's deliveries")

        assert not finding.is_ok
        assert "http://127.0.0.1:9/slack/events can't be reached" in finding.detail
        assert "STORMLAMP_PUBLIC_URL" in finding.way_out


async def test_another_secret_than_the_server_s_is_refused(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    async with staged(tmp_path / "a", http=True) as stage:
        forged: dict[str, Any] = {"public_url": stage.application.url, "slack_signing_secret": "0" * 32}
        async with staged(tmp_path / "b", http=True, **forged) as other:
            finding = await found(other, "Slack's deliveries")

        assert not finding.is_ok
        assert finding.detail.endswith("/slack/events refuses what our secret has signed: 401")
        assert "SLACK_SIGNING_SECRET" in finding.way_out


async def test_every_channel_where_it_announces_is_looked_at(stage: Stage) -> None:
    await stage.ada.types("/incident page link acme", "#general")
    await stage.ada.is_told("are announced here, too")

    assert (await found(stage, "Channel C0GENERAL of page acme")).is_ok


async def test_a_target_that_takes_nothing_is_named_though_it_has_the_newest_revision(tmp_path: Path) -> None:
    folder = tmp_path / "status"
    async with staged(tmp_path, publish_to=[folder.as_uri()]) as stage:
        announcement = await stage.declare()
        reply = await stage.reply(announcement, 1)
        await stage.sandbox.until(lambda: "On the page" in readable(reply))
        assert (await found(stage, f"Target {folder.as_uri()}")).detail == "takes files"

        folder.rename(tmp_path / "away")
        folder.touch()
        finding = await found(stage, f"Target {folder.as_uri()}")

    assert (finding.is_ok, finding.detail) == (False, f"{folder} is no folder")
