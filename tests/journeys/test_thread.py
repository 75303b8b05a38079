"""The thread: where it is, what it says about the page, and what happens where the bot may not post."""

from pathlib import Path

from bot.sandbox.person import readable
from tests.journeys.stage import Stage, staged


async def test_the_bot_joins_a_public_channel_to_announce(stage: Stage) -> None:
    assert "U0STORMLAMP" not in stage.sandbox.channel("incidents").members

    await stage.declare()

    assert "U0STORMLAMP" in stage.sandbox.channel("incidents").members


async def test_without_a_channel_of_its_own_the_page_is_announced_where_the_command_was_typed(stage: Stage) -> None:
    await stage.add_page("other")
    form = await stage.form("/incident new Slow", channel="#general")
    form.fill("Message", "We are looking into it.")
    await form.choose("Status page", "Other")
    assert (await form.submit()).is_accepted

    [announcement] = await stage.sandbox.until(lambda: [m for m in stage.sandbox.messages("general") if m.bot_id])
    assert "Slow" in readable(announcement)


async def test_who_used_the_form_elsewhere_is_led_to_the_thread(stage: Stage) -> None:
    form = await stage.form("/incident new Slow", channel="#general")
    form.fill("Message", "We are looking into it.")
    assert (await form.submit()).is_accepted

    told = await stage.ada.is_told("INC-1", "follow it in its thread")
    assert "/archives/C0INCIDENTS/p" in told.text


async def test_a_private_channel_gets_everything_once_the_bot_is_invited(stage: Stage) -> None:
    await stage.add_page("secret", channel="C0OPS")
    form = await stage.form("/incident new Slow", channel="#ops-private")
    form.fill("Message", "We are looking into it.")
    await form.choose("Status page", "Secret")
    assert (await form.submit()).is_accepted

    await stage.ada.is_told("is not a member of that channel", "INC-1 is saved")
    await stage.page_shows(lambda html: "Slow" in html, "/secret/")
    assert [m for m in stage.sandbox.messages("ops-private") if m.bot_id] == []

    stage.ada.invites_app("ops-private")

    [announcement] = await stage.sandbox.until(lambda: [m for m in stage.sandbox.messages("ops-private") if m.bot_id])
    assert "Slow" in readable(announcement)
    await stage.sandbox.until(lambda: len(stage.sandbox.thread("ops-private", announcement)) == 1)


async def test_an_archived_channel_is_told_of_and_the_change_is_kept(stage: Stage) -> None:
    await stage.add_page("old", channel="C0OLD")
    form = await stage.form("/incident new Slow")
    form.fill("Message", "We are looking into it.")
    await form.choose("Status page", "Old")
    assert (await form.submit()).is_accepted

    await stage.ada.is_told("is archived", "INC-1 is saved")
    await stage.page_shows(lambda html: "Slow" in html, "/old/")


async def test_a_target_that_fails_is_named_until_it_has_the_page(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("A file stands where the folder should be.")
    url = f"file://{tmp_path}/public/status"
    async with staged(tmp_path, publish_to=(url,)) as stage:
        announcement = await stage.declare()
        reply = await stage.reply(announcement, 1)
        await stage.sandbox.until(lambda: f"{url} does not take the page" in readable(reply))
        await stage.page_shows(lambda html: "Website loading slowly" in html)

        (tmp_path / "public").unlink()
        await stage.sandbox.until(lambda: "On the page" in readable(reply), 30)

    assert "Website loading slowly" in (tmp_path / "public" / "status" / "acme" / "index.html").read_text()


async def test_signed_http_does_the_same(tmp_path: Path) -> None:
    async with staged(tmp_path, http=True) as stage:
        await stage.add_components("API")
        announcement = await stage.declare("Slow", "We are looking into it.", "API")
        form = await stage.form("/incident resolve All is well.")
        assert (await form.submit()).is_accepted
        assert (await stage.reply(announcement, 2)).is_broadcast
        await stage.page_shows(lambda html: "All is well." in html)


async def test_what_slack_has_not_signed_is_refused(tmp_path: Path) -> None:
    async with staged(tmp_path, http=True) as stage:
        answer = await stage.public.post(
            "/slack/events",
            content="command=%2Fincident&text=new",
            headers={
                "content-type": "application/x-www-form-urlencoded",
                "x-slack-request-timestamp": "1700000000",
                "x-slack-signature": "v0=00",
            },
        )
        assert answer.status_code == 401
        assert (await stage.public.get("/slack/events")).status_code == 405
