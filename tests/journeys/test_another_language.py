"""Whoever translates the catalogue has translated the bot: nothing that people read in Slack stands outside of it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from bot.domain.texts import speak
from tests.journeys.stage import Stage

#: What people typed or named, and what the page says: no texts of the bot's.
TYPED = ("Website loading slowly", "We are looking into it.", "Still slow.", "Over: 10.0.0.7 was full.", "Nothing here")
NAMED = (
    "server",
    "stormlamp",
    "Lamplight Ltd",
    "update",
    "Ada Byron",
    "ada",
    "Acme",
    "acme",
    "#incidents",
    "API",
    "Stormlamp",
    "Slack",
    "Markdown",
    "investigating",
    "identified",
    "PostgreSQL",
    "SQLite",
    "WAL",
)
OF_THE_PAGE = ("All Systems Operational", "Partially Degraded Service", "Degraded System Service")
#: What Slack shows in its own way, and what is typed or clicked as it stands.
OF_SLACK = re.compile(r"<[^<>]*>|`[^`]*`|“[^”]*”|^/incident .*$|/incident [a-z]+|INC-\d+|C0INCIDENTS")


class Marked(gettext.NullTranslations):
    """Marks what stands in a text itself, so that a value that was not said is found beside it."""

    def gettext(self, message: str) -> str:
        parts = re.split(r"(\{[^{}]*\})", message)
        return "".join(part if part.startswith("{") or not part.strip() else f"⟦{part}⟧" for part in parts)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


@pytest.fixture(autouse=True)
def marked() -> Iterator[None]:
    speak(Marked())
    yield
    speak()


def unsaid(content: Any, *typed: str) -> list[str]:
    """The texts in it that have a word which is in no catalogue."""
    known = (*TYPED, *NAMED, *OF_THE_PAGE, *filter(None, typed))
    return [text for text in _texts(content) if re.search(r"[^\W\d_]{2}", _without_what_was_said(text, known))]


def _without_what_was_said(text: str, known: Iterable[str]) -> str:
    for each in known:
        text = text.replace(each, "")
    return re.sub(r"⟦[^⟦⟧]*⟧", "", OF_SLACK.sub("", text))


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, list):
        for each in content:
            yield from _texts(each)
    elif isinstance(content, dict):
        if isinstance(content.get("text"), str):
            yield content["text"]
        for each in content.values():
            yield from _texts(each)


def everything_posted(stage: Stage) -> list[dict[str, Any]]:
    return [
        {"text": message.text, "blocks": message.blocks}
        for channel in stage.sandbox.workspace.channels.values()
        for message in channel.messages
        if message.bot_id is not None or message.is_ephemeral
    ]


async def told(stage: Stage, text: str) -> None:
    before = len(everything_posted(stage))
    await stage.ada.types(text)
    await stage.sandbox.until(lambda: len(everything_posted(stage)) > before)


async def declared(stage: Stage) -> None:
    await stage.add_components("API")
    form = await stage.form("/incident new Website loading slowly")
    assert unsaid(form.view.content) == []
    form.fill("⟦Message⟧", "We are looking into it.")
    await form.choose("⟦Affected components⟧", "API")
    assert unsaid(form.view.content) == []
    assert (await form.submit()).is_accepted
    [announcement] = await stage.sandbox.until(lambda: stage.sandbox.messages("incidents"))
    await stage.reply(announcement, 1)


async def test_an_incident_is_told_from_its_declaration_to_its_end(stage: Stage) -> None:
    await declared(stage)

    update = await stage.form("/incident update INC-1 Still slow.")
    await update.choose("⟦Status⟧", "⟦Identified⟧")
    await update.presses("⟦Preview⟧")
    assert unsaid(update.view.content) == []
    assert (await update.submit()).is_accepted
    [announcement] = stage.sandbox.messages("incidents")
    await stage.reply(announcement, 2)

    resolve = await stage.form("/incident resolve INC-1 Over: 10.0.0.7 was full.")
    await resolve.submit()
    assert resolve.is_open
    assert unsaid(resolve.view.content) == []
    await resolve.choose("⟦Private words⟧", "⟦Publish it as it is⟧")
    assert (await resolve.submit()).is_accepted
    await stage.reply(announcement, 3)

    assert unsaid(everything_posted(stage)) == []


COMMANDS = (
    *("", "help", "list", "list all", "list nothing", "show INC-1", "show INC-99", "components", "page", "stats"),
    *(
        "lead",
        "note Still slow.",
        "handoff INC-1",
        "status slow",
        "status i",
        "timeline INC-1 xml",
        "timeline INC-1",
        "reopen",
    ),
    *("doctor", "updaet", "channel INC-1", "page link acme", "page link none", "postmortem INC-1"),
)


async def test_every_command_is_answered(stage: Stage) -> None:
    await declared(stage)

    for last, command in pairwise(("", *COMMANDS)):
        before = everything_posted(stage)
        await told(stage, f"/incident {command}")

        # Of two messages for one command, the second may come with the next one's.
        news = [each for each in everything_posted(stage) if each not in before]
        assert unsaid(news, *sorted((last, command), key=len, reverse=True)) == []


async def test_every_form_is_shown(stage: Stage) -> None:
    await declared(stage)

    for verb in ("edit", "correct", "retract", "cancel"):
        form = await stage.form(f"/incident {verb} INC-1")

        assert unsaid(form.view.content) == []
        await form.close()


async def test_the_home_and_what_admins_do_there(stage: Stage) -> None:
    await declared(stage)
    stage.ada.opens_home()

    home = await stage.ada.home("⟦Open incidents⟧")
    assert unsaid(home.view.content) == []

    await home.presses("⟦Manage pages⟧")
    pages = await stage.ada.modal()
    assert unsaid(pages.view.content) == []

    await pages.presses("⟦Add a page⟧")
    form = await stage.ada.modal(title="⟦Add a page⟧")
    assert unsaid(form.view.content) == []
    form.fill("⟦Short name⟧", "acme-2")
    form.fill("⟦Name⟧", "Acme")
    form.fill("⟦Days of history⟧", "few")
    assert not (await form.submit()).is_accepted
    assert form.errors == {"⟦Days of history⟧": "⟦Write a whole number of days.⟧"}
