"""The states of a page that are worth looking at: for the browser's tests, and for people with an eye."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from bot.domain.component import ComponentStatus
from bot.domain.headline import RETIRED
from bot.domain.incident import Impact, IncidentStatus
from bot.domain.page import DEFAULT_LOCALE, LOCALES
from bot.status_page.preview.parts import NOW, a_bar, a_component, a_front, a_page, a_resolved_incident, an_incident
from bot.status_page.snapshot import (
    AccentView,
    ComponentView,
    FrontPart,
    HeadlineView,
    IncidentView,
    LinkView,
    LogoView,
)

_GROUPS = {
    "Website": ("Home page", "Sign-in", "Search", "Checkout", "Help centre"),
    "API": ("REST", "GraphQL", "Webhooks", "Rate limiter", "Sandbox"),
    "Payments": ("Cards", "Bank transfers", "Invoices", "Payouts", "Refunds"),
    "Notifications": ("E-mail", "Push", "Text messages", "Digest", "In-app"),
    "Data": ("Imports", "Exports", "Reports", "Warehouse sync", "Backups"),
    "Regions": ("Frankfurt", "Virginia", "Oregon", "Singapore", "Sydney"),
}
_DESCRIPTIONS = {"Search": "Product search and suggestions.", "Webhooks": "Deliveries to your endpoints."}


def _components(**statuses: ComponentStatus) -> tuple[ComponentView, ...]:
    names = [(group, name) for group, members in _GROUPS.items() for name in members]
    return tuple(
        a_component(
            name,
            statuses.get(name, ComponentStatus.OPERATIONAL),
            group=group,
            position=position,
            description=_DESCRIPTIONS.get(name, ""),
        )
        for position, (group, name) in enumerate(names, start=1)
    )


def _resolved(count: int) -> tuple[IncidentView, ...]:
    titles = ("Delayed e-mails", "Errors while signing in", "Slow exports", "Card payments declined", "Search was down")
    return tuple(
        a_resolved_incident(
            titles[number % len(titles)],
            id=f"resolved{number:04}",
            ended=NOW - timedelta(hours=5 + 15 * number),
        )
        for number in range(count)
    )


def all_good() -> FrontPart:
    return a_front(components=(*_components()[:7], a_component("Mobile app")), recent_incidents=_resolved(3))


def nothing_yet() -> FrontPart:
    return a_front()


def page_wide() -> FrontPart:
    incident = an_incident(
        "Our data centre has lost power",
        (IncidentStatus.INVESTIGATING, "Nothing of ours can be reached at the moment. We are finding out why."),
        (
            IncidentStatus.IDENTIFIED,
            "The data centre in Frankfurt has lost power. Generators are starting.\n\n"
            "- Your data is safe.\n- **We expect to be back by 15:00 UTC.**\n\n"
            "The operator's own page: [power report](https://example.com/report).",
        ),
        impact=Impact.CRITICAL,
    )
    return a_front(
        headline=HeadlineView(text="Major System Outage", indicator=Impact.CRITICAL),
        components=_components()[:5],
        open_incidents=(incident,),
    )


def five_updates() -> FrontPart:
    components = _components(Search=ComponentStatus.DEGRADED_PERFORMANCE, Checkout=ComponentStatus.PARTIAL_OUTAGE)
    incident = an_incident(
        "Checkout fails for some customers",
        (IncidentStatus.INVESTIGATING, "Some customers see an error when they pay. We are looking into it."),
        (IncidentStatus.INVESTIGATING, "About one payment in ten fails. Trying again usually works."),
        (IncidentStatus.IDENTIFIED, "A release at 11:50 UTC exhausts the connections to our database."),
        (IncidentStatus.IDENTIFIED, "The release is being taken back.\nThis takes about twenty minutes."),
        (IncidentStatus.MONITORING, "Payments succeed again. We keep watching `checkout` for an hour."),
        impact=Impact.MAJOR,
        components=[each for each in components if each.status is not ComponentStatus.OPERATIONAL],
    )
    return a_front(
        page=a_page(time_zone="Europe/Berlin"),
        headline=HeadlineView(text="Minor Service Outage", indicator=Impact.MINOR),
        components=components[:10],
        open_incidents=(incident,),
        recent_incidents=_resolved(2),
    )


def thirty_components() -> FrontPart:
    components = _components(
        Webhooks=ComponentStatus.MAJOR_OUTAGE,
        Search=ComponentStatus.DEGRADED_PERFORMANCE,
        Cards=ComponentStatus.PARTIAL_OUTAGE,
        Sydney=ComponentStatus.UNDER_MAINTENANCE,
    )
    webhooks = an_incident(
        "Webhooks are not delivered",
        (IncidentStatus.INVESTIGATING, "Webhooks have not been delivered since 11:58 UTC. They are kept for later."),
        (IncidentStatus.IDENTIFIED, "A full queue is the cause. We are adding room, and deliver in order after that."),
        id="openincident1",
        impact=Impact.CRITICAL,
        components=[each for each in components if each.name == "Webhooks"],
    )
    cards = an_incident(
        "Card payments are slow",
        (IncidentStatus.INVESTIGATING, "Some card payments take up to a minute."),
        id="openincident2",
        impact=Impact.MAJOR,
        components=[each for each in components if each.name in {"Cards", "Search"}],
        began=NOW - timedelta(minutes=40),
    )
    return a_front(
        headline=HeadlineView(text="Partial System Outage", indicator=Impact.MAJOR),
        components=components,
        open_incidents=(webhooks, cards),
        recent_incidents=_resolved(10),
        bars={
            "Webhooks": a_bar((61, 2, ComponentStatus.PARTIAL_OUTAGE), (0, 1, ComponentStatus.MAJOR_OUTAGE), hours=2.1),
            "Search": a_bar((30, 1, ComponentStatus.MAJOR_OUTAGE), (0, 1, ComponentStatus.DEGRADED_PERFORMANCE)),
            "Cards": a_bar((0, 1, ComponentStatus.PARTIAL_OUTAGE), uptime=0.99986),
            "E-mail": a_bar((45, 4, ComponentStatus.DEGRADED_PERFORMANCE), (12, 1, ComponentStatus.PARTIAL_OUTAGE)),
            "Sydney": a_bar((0, 1, ComponentStatus.UNDER_MAINTENANCE), known=33, uptime=1.0),
        },
    )


def long_words() -> FrontPart:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    component = a_component(
        word[:75], ComponentStatus.DEGRADED_PERFORMANCE, group=word[::-1][:75], description=word * 4
    )
    incident = an_incident(
        word + word[:70],
        (
            IncidentStatus.INVESTIGATING,
            f"{word}{word}\n\n    {word}{word}\n\n`{word}{word}` https://{word}.example/{word}",
        ),
        components=[component],
    )
    return a_front(
        page=a_page(name=word[:75]),
        headline=HeadlineView(text="Partially Degraded Service", indicator=Impact.MINOR),
        components=[component],
        open_incidents=[incident],
        recent_incidents=[a_resolved_incident(word)],
    )


def right_to_left() -> FrontPart:
    component = a_component("الدفع", ComponentStatus.DEGRADED_PERFORMANCE, description="الدفع بالبطاقة.")
    incident = an_incident(
        "بطء في صفحة الدفع", (IncidentStatus.INVESTIGATING, "نحقق في المشكلة الآن."), components=[component]
    )
    return a_front(
        page=a_page(name="المصباح", locale="ar", time_zone="Asia/Riyadh"),
        headline=HeadlineView(text="Degraded System Service", indicator=Impact.MINOR),
        components=[component],
        open_incidents=[incident],
    )


def one_impact(impact: Impact) -> FrontPart:
    """An incident of that impact, on a component as badly off as it says."""
    status, text, indicator = _OF_IMPACT[impact]
    components = _components(Search=status)[:5]
    incident = an_incident(
        "Search is not what it should be",
        (IncidentStatus.INVESTIGATING, "We have noticed it, and are looking into it."),
        impact=impact,
        components=[each for each in components if each.name == "Search"],
    )
    return a_front(
        headline=HeadlineView(text=text, indicator=indicator), components=components, open_incidents=[incident]
    )


def three_hundred_components() -> FrontPart:
    return a_front(
        components=[
            a_component(f"Region {group} cell {number}", group=f"Region {group}", position=group * 10 + number)
            for group in range(1, 31)
            for number in range(1, 11)
        ]
    )


_OF_IMPACT = {
    Impact.NONE: (ComponentStatus.OPERATIONAL, "Minor Service Outage", Impact.MINOR),
    Impact.MINOR: (ComponentStatus.DEGRADED_PERFORMANCE, "Partially Degraded Service", Impact.MINOR),
    Impact.MAJOR: (ComponentStatus.PARTIAL_OUTAGE, "Minor Service Outage", Impact.MINOR),
    Impact.CRITICAL: (ComponentStatus.MAJOR_OUTAGE, "Partial System Outage", Impact.MAJOR),
}


def own_look() -> FrontPart:
    page = a_page(name="Lamplight").model_copy(
        update={
            "accent": AccentView(light="#7a1fa2", dark="#d6a3ec"),
            "logo": "logo-0123456789.svg",
            "links": (
                LinkView(label="lamplight.example", url="https://lamplight.example"),
                LinkView(label="Support", url="mailto:support@lamplight.example"),
            ),
        }
    )
    return all_good().model_copy(
        update={"page": page, "logo": LogoView(name="logo-0123456789.svg", content=_LAMP.encode())}
    )


def in_language(tag: str) -> FrontPart:
    part = thirty_components()
    return part.model_copy(update={"page": part.page.model_copy(update={"locale": tag})})


_LAMP = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#7a1fa2" d="M9 2h6l4 11H5z"/>'
    '<path stroke="#7a1fa2" stroke-width="2" d="M12 13v8m-5 0h10"/></svg>'
)


def retired() -> FrontPart:
    page = a_page().model_copy(update={"retired_at": NOW - timedelta(hours=2)})
    headline = HeadlineView(text=RETIRED.text, indicator=RETIRED.indicator)
    return a_front(page=page, headline=headline, recent_incidents=_resolved(2))


FRONTS: Mapping[str, Callable[[], FrontPart]] = {
    "all_good": all_good,
    "nothing_yet": nothing_yet,
    "page_wide": page_wide,
    "five_updates": five_updates,
    "thirty_components": thirty_components,
    "three_hundred_components": three_hundred_components,
    "long_words": long_words,
    "right_to_left": right_to_left,
    "own_look": own_look,
    "retired": retired,
    **{f"in_{tag}": partial(in_language, tag) for tag in LOCALES if tag != DEFAULT_LOCALE},
    **{f"impact_{impact.value}": partial(one_impact, impact) for impact in _OF_IMPACT},
}
