import asyncio
from dataclasses import replace

from bot.domain.errors import Overtaken
from bot.use_cases.actor import Responders
from bot.use_cases.correct_update import CorrectUpdate
from bot.use_cases.retract_update import RetractUpdate
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration

BOB = replace(ADA, name="Bob", slack_id="UBOB")


async def test_of_two_corrections_at_the_same_moment_one_is_told(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    correct = CorrectUpdate(verbs.database, verbs.clock, Responders())

    ended = await asyncio.gather(
        *(correct(1, 1, f"By {actor.name}.", actor=actor, origin=GENERAL, seen=0) for actor in (ADA, BOB)),
        return_exceptions=True,
    )

    [kept] = [each for each in ended if not isinstance(each, BaseException)]
    [told] = [each for each in ended if isinstance(each, BaseException)]
    assert isinstance(told, Overtaken)
    assert (await verbs.find.by_number(1)).incident == kept


async def test_who_has_seen_the_corrections_or_made_them_corrects_on(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    correct = CorrectUpdate(verbs.database, verbs.clock, Responders())

    for text, actor, seen in (("One.", ADA, 0), ("Two.", ADA, 0), ("Three.", BOB, 2), ("Four.", ADA, None)):
        await correct(1, 1, text, actor=actor, origin=GENERAL, seen=seen)

    assert (await verbs.find.by_number(1)).incident.last_update.message == "Four."


async def test_an_update_is_not_withdrawn_by_who_has_not_seen_what_it_says(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    at_hand = (verbs.database, verbs.clock, Responders())

    ended = await asyncio.gather(
        CorrectUpdate(*at_hand)(1, 1, "Better.", actor=ADA, origin=GENERAL, seen=0),
        RetractUpdate(*at_hand)(1, 1, actor=BOB, origin=GENERAL, seen=0),
        return_exceptions=True,
    )

    assert len([each for each in ended if isinstance(each, BaseException)]) == 1
