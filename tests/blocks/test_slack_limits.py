"""Whatever people have written, and however much of it: Slack takes every message, form and home built of it."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import blocks
from bot.blocks import ids, limits
from bot.blocks.admin_fields import refilled, shown_in, with_notice
from bot.blocks.admin_forms import component_form, dissolve_form, group_form, retire_form
from bot.blocks.admin_lists import component_admin_list, page_admin_list, ready_message_list
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.announcement import announcement
from bot.blocks.backfill_form import backfill_form
from bot.blocks.cancel_form import cancel_form
from bot.blocks.component_list import component_list
from bot.blocks.correct_form import correct_form, retract_form
from bot.blocks.declare_form import declare_form, without_page
from bot.blocks.drafting import with_drafting
from bot.blocks.edit_form import edit_form
from bot.blocks.entries import Entries
from bot.blocks.findings import findings_message
from bot.blocks.form_request import FormRequest
from bot.blocks.handoff import handoff
from bot.blocks.help import help_message
from bot.blocks.home import HomeState, closed_home, home
from bot.blocks.home_history import HomeMemory
from bot.blocks.ids import AdminField
from bot.blocks.incident_details import incident_details
from bot.blocks.incident_list import Scope, incident_list
from bot.blocks.message import Message
from bot.blocks.notices import (
    did_you_mean,
    form_did_not_open,
    nothing_open,
    notice_view,
    refusal,
    review_and_publish,
    sentence,
    too_long_for_form,
    unknown_incident,
)
from bot.blocks.nudge import nudge
from bot.blocks.overtaken import news_of_edits, news_of_updates, with_news
from bot.blocks.page_forms import look_form, page_form, remove_page_form
from bot.blocks.page_links import page_links
from bot.blocks.panel import panel
from bot.blocks.picker import picker
from bot.blocks.preview import Preview, preview_of, with_preview
from bot.blocks.publish_form import publish_form
from bot.blocks.ready_message_field import with_ready_messages
from bot.blocks.ready_message_forms import ready_message_form, remove_message_form
from bot.blocks.reopen_form import reopen_form
from bot.blocks.reply import OnPage, reply
from bot.blocks.resolve_form import resolve_form
from bot.blocks.sent_before import still_kept, what_stands, with_correction
from bot.blocks.unfurl import incident_unfurl, page_unfurl
from bot.blocks.update_form import update_form
from bot.blocks.words_box import with_words_box
from bot.domain import text
from bot.domain.amendment import editable
from bot.domain.announcement import Announcement
from bot.domain.catalogue import Catalogue
from bot.domain.component import Component, ComponentStatus, PageId
from bot.domain.finding import Finding
from bot.domain.incident import Author, Incident, IncidentId, IncidentStatus, Update, UpdateId
from bot.domain.nudge import NudgeKind
from bot.domain.open_form import OpenForm
from bot.domain.page import Page
from bot.domain.prospect import Prospect
from bot.domain.public_words import USUAL_WORDS
from bot.domain.ready_message import MOST, ReadyMessage
from bot.domain.state import Found, Listing, PageState
from bot.sandbox.validation.message import check_message
from bot.sandbox.validation.problem import Refusal
from bot.sandbox.validation.view import check_view
from tests.domain.builders import NOON, a_component, a_group, a_page, an_incident

#: Mark-up of Slack's and of Markdown, what is escaped, what has many bytes.
_PIECES = (
    "a",
    " ",
    "&",
    "<",
    ">",
    "*",
    "_",
    "~",
    "`",
    "|",
    "@",
    "!",
    "[",
    "](",
    ")",
    "#",
    ":",
    "é",
    "漢",
    "😀",
    "👩‍👩‍👧",
)
_LINK = "https://status.example.com/acme/incidents/k3j5h2m9x0qa"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """As much as there may be of everything."""

    pages: Sequence[PageState]
    found: Found
    typed: str
    sentence: str

    @property
    def state(self) -> PageState:
        return self.pages[0]

    @property
    def page(self) -> Page:
        return self.state.page

    @property
    def incident(self) -> Incident:
        return self.found.incident

    @property
    def listing(self) -> Listing:
        return Listing(incidents=[self.found] * 10, leaf=2, leaves=40, total=400)

    @property
    def names(self) -> list[Page]:
        return [state.page for state in self.pages]

    def entries(self, **more: Any) -> Entries:
        return Entries(
            title=self.typed[: text.TITLE_LIMIT],
            message=self.typed,
            components=tuple(self.incident.components),
            component_statuses=self.incident.components,
            reason=self.typed[:500],
            resolution=self.typed,
            **more,
        )


def written(limit: int, *, lines: bool = False) -> st.SearchStrategy[str]:
    """A text of up to that many characters: a few pieces, over and over."""
    pieces = st.lists(st.sampled_from([*_PIECES, *(("\n", "\n- ", "```\n") if lines else ())]), min_size=1, max_size=8)
    lengths = st.sampled_from((1, limit // 2, limit))
    return st.builds(lambda some, length: ("x" + "".join(some) * limit)[: length - 1].rstrip() + "x", pieces, lengths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much of everything, and what is written in it: what a failure shows, small enough to be read."""

    name: str
    title: str
    message: str
    typed: str
    pages: int
    components: int
    updates: int
    others: int
    is_led: bool


sizes = st.builds(
    Size,
    name=written(text.NAME_LIMIT),
    title=written(text.TITLE_LIMIT),
    message=written(text.MESSAGE_LIMIT, lines=True),
    typed=written(text.MESSAGE_LIMIT, lines=True),
    pages=st.sampled_from((1, 3, 60)),
    components=st.sampled_from((0, 3, 41, 400)),
    updates=st.sampled_from((1, 5, 200)),
    others=st.sampled_from((0, 3, 60)),
    is_led=st.booleans(),
)


def a_world(size: Size) -> World:
    components = [
        replace(
            a_component(f"c{number}", group=f"g{number % 7}" if number % 3 else None, position=number),
            name=f"{number} {size.name}"[: text.NAME_LIMIT],
            description=size.message[: text.DESCRIPTION_LIMIT],
        )
        for number in range(size.components)
    ]
    groups = [
        replace(a_group(f"g{number}", position=number), name=size.name) for number in range(7 if components else 0)
    ]
    incident = _an_incident(size, components)
    others = [
        replace(incident, number=number, id=IncidentId(f"i{number}"), lead_slack_id=None)
        for number in range(2, 2 + size.others)
    ]
    catalogue = Catalogue(groups, components)
    pages = [
        PageState(
            page=replace(a_page(channel="C1"), name=size.name, id=PageId(f"p{number}"), slug=f"p{number}"),
            catalogue=catalogue,
            open_incidents=[replace(each, page_id=PageId(f"p{number}")) for each in (incident, *others)],
            channels=["C2"] * 30,
        )
        for number in range(size.pages)
    ]
    announced = [Announcement(incident_number=1, channel=f"C{number}", ts="1700000000.000100") for number in range(9)]
    found = Found(incident=incident, page=pages[0].page, catalogue=catalogue, others=others, announcements=announced)
    return World(pages=pages, found=found, typed=size.typed, sentence=size.message)


def _an_incident(size: Size, components: Sequence[Component]) -> Incident:
    statuses = dict.fromkeys((each.id for each in components), ComponentStatus.MAJOR_OUTAGE)
    updates = tuple(
        Update(
            id=UpdateId(f"u{position}"),
            position=position,
            status=list(IncidentStatus)[position % 3],
            message=size.message,
            author=Author(name=size.title, slack_id="U1"),
            created_at=NOON + timedelta(minutes=position),
            components=statuses,
            next_update_at=NOON + timedelta(minutes=position + 30),
        )
        for position in range(1, size.updates + 1)
    )
    begun = replace(an_incident(title=size.title), page_id=PageId("p0"))
    return replace(begun, updates=updates, lead_slack_id="U2" if size.is_led else None)


def _prospect(world: World) -> Prospect:
    return Prospect(incident=world.incident, before=None, others=world.found.others, catalogue=world.found.catalogue)


def _resolved(world: World) -> Found:
    last = replace(world.incident.last_update, id=UpdateId("last"), status=IncidentStatus.RESOLVED, components={})
    over = replace(last, position=last.position + 1)
    return replace(world.found, incident=replace(world.incident, updates=(*world.incident.updates, over)))


def _ready(world: World) -> list[ReadyMessage]:
    return [ReadyMessage(id=number, name=world.page.name, text=world.typed) for number in range(MOST)]


def _request(world: World) -> FormRequest:
    return FormRequest(form=ids.Form.UPDATE, message=world.typed, title=world.incident.title)


_ADMIN = AdminMemory(page="p0", id="c0")
_LATER = NOON + timedelta(days=1)

MESSAGES: dict[str, Callable[[World], Message]] = {
    "announcement": lambda w: announcement(w.found, permalink=_LINK),
    "reply": lambda w: reply(
        w.incident, w.incident.last_update, permalink=_LINK, on_page=OnPage(since=None, failing=(w.typed[:500],))
    ),
    "nudge": lambda w: nudge(w.incident, NudgeKind.QUIET),
    "handoff": lambda w: handoff(w.found, user="U1", by=w.page.name),
    "panel": lambda w: panel([w.found] * 60, now=_LATER),
    "incident_list": lambda w: incident_list([w.found] * 10, Scope.ALL, leaf=2, leaves=9, total=90, now=_LATER),
    "incident_details": lambda w: incident_details(w.found, permalink=_LINK, leaf=1),
    "component_list": lambda w: component_list(w.pages, leaf=1),
    "page_links": lambda w: page_links([(state, _LINK) for state in w.pages]),
    "findings_message": lambda w: findings_message(
        [Finding(subject=w.page.name, is_ok=False, detail=w.typed, way_out=w.typed)] * 60
    ),
    "help_message": lambda w: help_message(),
    "sentence": lambda w: sentence("It is so.", typed=w.typed),
    "refusal": lambda w: refusal(w.sentence, typed=w.typed),
    "nothing_open": lambda w: nothing_open(w.typed),
    "unknown_incident": lambda w: unknown_incident(w.sentence, _request(w)),
    "form_did_not_open": lambda w: form_did_not_open(w.sentence, _request(w)),
    "too_long_for_form": lambda w: too_long_for_form(w.typed * 3),
    "did_you_mean": lambda w: did_you_mean(w.sentence, suggestion=w.typed, typed=w.typed),
    "review_and_publish": lambda w: review_and_publish(_request(w)),
}

UNFURLS: dict[str, Callable[[World], list[Block]]] = {
    "incident_unfurl": lambda w: incident_unfurl(w.found, permalink=_LINK),
    "page_unfurl": lambda w: page_unfurl(w.state, url=_LINK),
}

FORMS: dict[str, Callable[[World], View]] = {
    "declare_form": lambda w: declare_form(w.names, w.state, w.entries(), channel="C1", now=_LATER),
    "backfill_form": lambda w: backfill_form(w.names, w.state, w.entries(), channel="C1"),
    "update_form": lambda w: update_form(w.found, w.entries(), channel="C1", notice=w.sentence),
    "resolve_form": lambda w: resolve_form(w.found, message=w.typed, channel="C1"),
    "reopen_form": lambda w: reopen_form(_resolved(w), message=w.typed, channel="C1"),
    "publish_form": lambda w: publish_form(w.found, message=w.typed, channel="C1"),
    "edit_form": lambda w: edit_form(w.found, w.entries(), channel="C1"),
    "cancel_form": lambda w: cancel_form(w.found, reason=w.typed[:500], channel="C1"),
    "correct_form": lambda w: correct_form(w.found, channel="C1", message=w.typed),
    "retract_form": lambda w: retract_form(w.found, channel="C1"),
}

VIEWS: dict[str, Callable[[World], View]] = FORMS | {
    "picker": lambda w: picker([w.found] * 60, _request(w), channel="C1", now=_LATER),
    "notice_view": lambda w: notice_view(refusal(w.sentence, typed=w.typed)),
    "home": lambda w: home(
        HomeState(
            pages=w.pages,
            listing=w.listing,
            memory=HomeMemory(page=w.page.id, leaf=2),
            may_publish=True,
            may_administrate=True,
            now=_LATER,
        )
    ),
    "closed_home": lambda w: closed_home(w.sentence[:500]),
    "page_admin_list": lambda w: page_admin_list(w.pages, _ADMIN, notice=w.sentence[:500]),
    "component_admin_list": lambda w: component_admin_list(w.page, w.found.catalogue, _ADMIN, notice=w.sentence[:500]),
    "ready_message_list": lambda w: ready_message_list(w.page, _ready(w), _ADMIN, notice=w.sentence[:500]),
    "page_form": lambda w: page_form(w.page, _ADMIN),
    "look_form": lambda w: look_form(w.page, _ADMIN),
    "remove_page_form": lambda w: remove_page_form(w.page, _ADMIN),
    "component_form": lambda w: component_form(_a_component(w), w.found.catalogue, _ADMIN),
    "group_form": lambda w: group_form(replace(a_group("g"), name=w.page.name), _ADMIN),
    "retire_form": lambda w: retire_form(_a_component(w), _ADMIN),
    "dissolve_form": lambda w: dissolve_form(replace(a_group("g"), name=w.page.name), _ADMIN),
    "ready_message_form": lambda w: ready_message_form(_ready(w)[0], _ADMIN),
    "remove_message_form": lambda w: remove_message_form(_ready(w)[0], _ADMIN),
    "refilled": lambda w: refilled(
        component_form(_a_component(w), w.found.catalogue, _ADMIN), lambda _: {"value": w.page.name}
    ),
    # What comes on top of a form that is full already.
    "with_notice": lambda w: with_notice(
        look_form(w.page, _ADMIN), "\n".join(shown_in(look_form(w.page, _ADMIN), list(AdminField)))
    ),
    "with_preview": lambda w: with_preview(
        update_form(w.found, w.entries(), channel="C1"), _preview(w), private=USUAL_WORDS.private_in(w.typed)
    ),
    "with_news": lambda w: with_news(
        update_form(w.found, w.entries(), channel="C1"),
        w.incident,
        news_of_updates(w.incident, w.incident.updates[-5:], now=_LATER),
    ),
    "with_news_of_edits": lambda w: with_news(
        edit_form(w.found, w.entries(), channel="C1"), w.incident, news_of_edits(w.found, list(editable(w.incident)))
    ),
    "without_page": lambda w: without_page(
        declare_form(w.names, None, w.entries(), channel="C1", now=_LATER), w.page.name
    ),
    "with_correction": lambda w: with_correction(update_form(w.found, w.entries(), channel="C1"), "INC-1", _typed(w)),
    "what_stands": lambda w: what_stands(w.found, _typed(w)),
    "still_kept": lambda w: still_kept(
        with_preview(update_form(w.found, w.entries(), channel="C1"), _preview(w), private=()),
        what_stands(w.found, _typed(w)).to_dict()["blocks"],
    ),
    "with_drafting": lambda w: with_drafting(
        update_form(w.found, w.entries(), channel="C1"),
        [OpenForm(view_id=f"V{n}", incident_number=1, slack_id=f"U{n}", opened_at=NOON) for n in range(40)],
        now=_LATER,
    ),
    "with_ready_messages": lambda w: with_ready_messages(update_form(w.found, w.entries(), channel="C1"), _ready(w)),
    "with_words_box": lambda w: with_words_box(
        declare_form(w.names, w.state, w.entries(), channel="C1", now=_LATER),
        [each.sentence for each in USUAL_WORDS.private_in(w.typed)] or [w.sentence],
        words="0a1b",
        ticked=True,
    ),
}


def _a_component(world: World) -> Component:
    return replace(a_component("c"), name=world.page.name, description=world.typed[: text.DESCRIPTION_LIMIT])


def _typed(world: World) -> list[str]:
    return [f"Title: {world.sentence}", f"Message: {world.typed}", f"Resolution: {world.typed}"]


def _preview(world: World) -> Preview:
    return preview_of(_prospect(world), message=world.typed, advice=[world.sentence] * 5)


_thorough = settings(
    max_examples=25,
    deadline=None,
    # A smaller example says no more here, and takes minutes to find.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@given(size=sizes)
@_thorough
def test_slack_takes_every_message(size: Size) -> None:
    world = a_world(size)
    built = {name: build(world) for name, build in MESSAGES.items()}
    refusals = {
        (name, updates): check_message(text=message.text, blocks=_plain(message.blocks), updates=updates)
        for name, message in built.items()
        for updates in (False, True)
    }
    assert not _refused(refusals)
    assert not _refused({name: check_message(text=None, blocks=_plain(f(world))) for name, f in UNFURLS.items()})


@given(size=sizes)
@_thorough
def test_slack_takes_every_form_and_home(size: Size) -> None:
    world = a_world(size)
    built = {name: json.loads(json.dumps(build(world).to_dict())) for name, build in VIEWS.items()}
    assert not _refused({name: check_view(view) for name, view in built.items()})


def test_every_builder_is_among_them() -> None:
    tried = {**MESSAGES, **UNFURLS, **VIEWS}
    builders = {name for name, returned in _public_functions() if returned in {"View", "Message"}}

    # A form of the admins' own is one of those above; a title and fields make it.
    assert builders - set(tried) == {"form", "admin_list", "remember"}


def _refused(refusals: Mapping[Any, Refusal | None]) -> dict[Any, Refusal]:
    return {name: refusal for name, refusal in refusals.items() if refusal is not None}


def _plain(built: Sequence[Block]) -> list[dict[str, Any]]:
    plain: list[dict[str, Any]] = json.loads(json.dumps([block.to_dict() for block in built]))
    return plain


def _public_functions() -> list[tuple[str, str]]:
    modules = [importlib.import_module(f"bot.blocks.{each.name}") for each in pkgutil.iter_modules(blocks.__path__)]
    return [
        (name, str(function.__annotations__.get("return")))
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


@pytest.mark.parametrize("text", ["<https://a.b/" + "a" * 4_000 + "|here> and &amp; there", "<" + "a" * 9_000])
def test_a_link_that_is_longer_than_a_section_is_cut(text: str) -> None:
    pieces = limits.split_escaped(text, total=20_000)

    assert max(map(len, pieces)) <= limits.SECTION_TEXT
    assert pieces[0].startswith(("https://a.b/aaa", "<aaa", "aaa"))
