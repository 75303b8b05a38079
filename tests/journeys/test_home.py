"""The app's home: what is open, what is not well, the history, and its freshness."""

from collections.abc import Sequence
from pathlib import Path

from bot.sandbox.modal import Modal
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.clock import utc_now
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.find_pages import FindPages
from bot.use_cases.origin import COMMAND_LINE
from tests.journeys.stage import Stage, staged


async def opened(stage: Stage, *words: str, by: str = "ada") -> Modal:
    person = stage.person(by)
    person.opens_home()
    return await person.home(*words)


async def declare_quietly(stage: Stage, titles: Sequence[str]) -> None:
    """On a page without a channel: Slack takes a few messages at once only."""
    await stage.add_page("quiet")
    database = stage.application.database
    page = (await FindPages(database).by_slug("quiet")).page
    declare = DeclareIncident(database, utc_now, Responders())
    for title in titles:
        declaration = Declaration(page_id=page.id, title=title, message="We are looking into it.")
        await declare(declaration, actor=OPERATOR, origin=COMMAND_LINE)


async def resolve(stage: Stage, home: Modal) -> None:
    await home.presses("Resolve")
    form = await stage.ada.modal()
    form.fill("Message", "All is well.")
    assert (await form.submit()).is_accepted


async def test_the_home_shows_what_is_open_and_what_is_not_well(stage: Stage) -> None:
    await stage.add_components("API", "Website")
    await stage.declare("Slow", "We are looking into it.", "API")

    home = await opened(stage)

    assert home.buttons[:5] == ["Declare incident", "Manage pages", "Update", "Resolve", "Details"]
    assert "*INC-1* Slow\n*Investigating* · Acme · last update" in home.text
    assert "*Acme*\n🟡 API: Degraded performance" in home.text
    assert "Website: " not in home.text


async def test_an_incident_is_declared_updated_and_resolved_from_the_home_which_follows(stage: Stage) -> None:
    home = await opened(stage, "No incident is open.", "No incident has been declared yet.")

    await home.presses("Declare incident")
    form = await stage.ada.modal(title="Declare incident")
    form.fill("Title", "Slow")
    form.fill("Message", "We are looking into it.")
    assert (await form.submit()).is_accepted
    home = await stage.ada.home("*INC-1* Slow", "*Investigating*")

    await home.presses("Update")
    form = await stage.ada.modal(title="Update INC-1")
    form.fill("Message", "We have found the cause.")
    await form.choose("Status", "Identified")
    assert (await form.submit()).is_accepted
    home = await stage.ada.home("*Identified*")

    await resolve(stage, home)
    home = await stage.ada.home("No incident is open.", "✅ *INC-1* Slow")
    assert "Resolve" not in home.buttons


async def test_any_incident_opens_its_details_upon_the_home(stage: Stage) -> None:
    await stage.declare("Slow", "We are looking into it.")
    home = await opened(stage, "*INC-1* Slow")

    await home.presses("Details", nth=1)

    details = await stage.ada.modal()
    assert "We are looking into it." in details.text
    await details.presses("Update")
    assert (await stage.ada.modal(title="Update INC-1")).is_open


async def test_the_history_is_filtered_and_turned_and_both_outlive_a_refresh(stage: Stage) -> None:
    await stage.add_page("beta")
    await declare_quietly(stage, [f"Trouble {number}" for number in range(1, 12)])
    home = await opened(stage, "Trouble 11", "1 of 2")

    await home.presses("Older →")
    home = await stage.ada.home("2 of 2", "*INC-1* Trouble 1\n")

    await home.presses("Resolve")
    form = await stage.ada.modal(title="Resolve INC-11")
    form.fill("Message", "All is well.")
    assert (await form.submit()).is_accepted
    home = await stage.ada.home("2 of 2", without="*INC-11*")

    await home.selects("Resolved")
    home = await stage.ada.home("✅ *INC-11*", without="of 2")
    await home.selects("Beta")
    home = await stage.ada.home("No incident fits.")
    stage.ada.opens_home()
    assert (await stage.ada.home("No incident fits.")).is_open


async def test_guests_and_strangers_read_a_sentence_and_nothing_else(stage: Stage) -> None:
    await stage.declare("Secret title")

    for name, sentence in (("gus", "You are a guest in this workspace."), ("stella", "another organisation")):
        home = await opened(stage, sentence, by=name)
        assert "Secret title" not in home.text
        assert home.buttons == []


async def test_who_may_not_publish_reads_the_home_without_its_forms(tmp_path: Path) -> None:
    async with staged(tmp_path, responders="U0ADA") as stage:
        await stage.declare("Slow")

        home = await opened(stage, "*INC-1* Slow", by="bob")

        assert set(home.buttons) == {"Details"}
