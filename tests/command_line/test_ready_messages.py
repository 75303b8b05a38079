import asyncio
import os
from collections.abc import Iterable

from storage.database import Database
from tests.command_line.conftest import CommandLine

ADD = ("page", "template", "add", "acme")


def test_messages_are_kept_ready_changed_and_removed(acme: CommandLine) -> None:
    acme.done(*ADD, "Slow", "--message", "{component} is slow.")
    acme.done(*ADD, "back", "--message", "-", typed=b"{page} is back.\n")
    acme.done(*ADD, "Slow", "--message", "{component} is very slow.")

    assert acme.done("page", "template", "list", "acme", "--json").json == [
        {"name": "back", "message": "{page} is back."},
        {"name": "Slow", "message": "{component} is very slow."},
    ]

    acme.done("page", "template", "remove", "acme", "back")
    assert acme.refused("page", "template", "remove", "acme", "back") == (
        "“Acme” has no ready-made message “back”. There are: Slow."
    )


def test_what_can_not_be_filled_in_is_refused(acme: CommandLine) -> None:
    assert acme.refused(*ADD, "Slow", "--message", "{who} is slow.") == (
        "“{who}” stands for nothing. There are {component} and {page}."
    )
    assert acme.refused("page", "template", "add", "other", "Slow", "--message", "Slow.").startswith("There is no")


def test_without_one_the_list_says_how_to_make_one(acme: CommandLine) -> None:
    assert "stormlamp page template add acme NAME" in acme.done("page", "template", "list", "acme").out


async def keep_ready(names: Iterable[str]) -> None:
    database = Database(os.environ["DATABASE_URL"])
    async with database.writing() as uow:
        page = await uow.pages.by_slug("acme")
        for name in names:
            await uow.ready_messages.put(page.id, name, "Slow.")
    await database.close()


def test_a_page_keeps_no_more_than_fit_a_form(acme: CommandLine) -> None:
    asyncio.run(keep_ready(f"Number {number}" for number in range(99)))
    acme.done(*ADD, "Number 99", "--message", "Slow.")

    assert "has 100 ready-made messages" in acme.refused(*ADD, "One more", "--message", "Slow.")
    acme.done(*ADD, "Number 5", "--message", "Changed.")
