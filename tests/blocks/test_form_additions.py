"""Whatever is added to a form, it fits Slack's limits: many components, long and multibyte texts, mark-up."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks.drafting import with_drafting
from bot.blocks.entries import entries_of
from bot.blocks.form_memory import remember
from bot.blocks.overtaken import news_of_updates, with_news
from bot.blocks.preview import preview_of, with_preview
from bot.blocks.ready_message_field import with_ready_messages
from bot.blocks.update_form import update_form
from bot.blocks.words_box import with_words_box
from bot.domain import incident as incidents
from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.incident import Author
from bot.domain.open_form import OpenForm
from bot.domain.prospect import Prospect
from bot.domain.public_words import USUAL_WORDS
from bot.domain.ready_message import ReadyMessage
from bot.domain.writing_hints import hints
from bot.sandbox.validation.view import check_view
from tests.blocks.builders import found
from tests.domain.builders import NOON, a_component, an_incident, an_update

TEXTS = st.text(st.sampled_from("aé状🔥&<>*_~`|@\n []()#-1."), min_size=1, max_size=3_000).filter(
    lambda text: any(char.isalnum() for char in text)
)
NAMES = st.text(st.characters(categories=["L", "N", "S"]), min_size=1, max_size=75)


@settings(max_examples=40, deadline=None)
@given(TEXTS, NAMES, st.sampled_from([0, 1, 40, 41, 400]), st.integers(0, 100))
def test_a_form_with_everything_added_fits(message: str, name: str, components: int, ready: int) -> None:
    catalogue = Catalogue((), [replace(a_component(f"c{number}"), name=name) for number in range(components)])
    statuses = {ComponentId(f"c{number}"): ComponentStatus.DEGRADED_PERFORMANCE for number in range(components)}
    worse = dict.fromkeys(statuses, ComponentStatus.MAJOR_OUTAGE)
    before = an_incident(number=1, title=name, components=statuses)
    after = incidents.post(before, an_update(components=worse, message=message, next_update_in=timedelta(minutes=30)))
    private = USUAL_WORDS.private_in(message, "@here 10.0.0.1")
    others = [
        OpenForm(view_id=f"V{number}", incident_number=1, slack_id=f"U{number}", opened_at=NOON) for number in range(9)
    ]
    news = [replace(after.last_update, position=number, author=Author(name=name)) for number in range(2, 12)]

    view = update_form(
        found(before, *catalogue.live), replace(entries_of(before), message=message), channel="C1", notice=name
    )
    view = with_news(view, before, news_of_updates(after, news, now=NOON + timedelta(hours=1)))
    view = with_words_box(view, [word.sentence for word in private], words="0" * 16, ticked=True)
    view = with_preview(
        view,
        preview_of(
            Prospect(incident=after, before=before, others=(), catalogue=catalogue),
            message=message,
            advice=hints(message, expects_more=True),
        ),
        private=private,
    )
    view = remember(view, source="https://example.slack.com/archives/C1/p1", ready=1, filled="0" * 16, fillings=3)
    view = with_ready_messages(view, [ReadyMessage(id=number, name=name, text=message) for number in range(ready)])
    view = with_drafting(view, others, now=NOON + timedelta(minutes=1))

    assert check_view(view.to_dict()) is None
