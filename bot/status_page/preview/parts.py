"""Parts of a snapshot as scenes and tests need them: all good unless told otherwise, each value named in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from types import MappingProxyType

from bot.domain.component import ComponentStatus, worst
from bot.domain.incident import Impact, IncidentStatus
from bot.status_page.snapshot import (
    AffectedView,
    BarView,
    ComponentView,
    FrontPart,
    GroupView,
    HeadlineView,
    IncidentPart,
    IncidentView,
    MonthLink,
    MonthPart,
    PageView,
    RunView,
    UpdateView,
    WeightsView,
)

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=UTC)
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
NO_BARS: Mapping[str, BarView] = MappingProxyType({})
USUAL_WEIGHTS = WeightsView(major=100, partial=30, degraded=0)
ALL_GOOD = HeadlineView(text="All Systems Operational", indicator=Impact.NONE)


def a_page(
    *,
    name: str = "Acme",
    time_zone: str = "UTC",
    url: str = "https://status.example.com",
    has_archive: bool = True,
    indicates_maintenance: bool = True,
    locale: str = "en",
) -> PageView:
    return PageView(
        id="page00000001",
        slug="acme",
        name=name,
        url=url,
        time_zone=time_zone,
        history_days=7,
        has_archive=has_archive,
        indicates_maintenance=indicates_maintenance,
        locale=locale,
        created_at=BEGINNING,
        updated_at=NOW,
    )


def a_component(
    name: str = "API",
    status: ComponentStatus = ComponentStatus.OPERATIONAL,
    *,
    group: str | None = None,
    description: str = "",
    position: int = 1,
) -> ComponentView:
    return ComponentView(
        id=f"component-{name}".lower(),
        name=name,
        description=description,
        status=status,
        position=position,
        group_id=f"group-{group}".lower() if group else None,
        group_name=group,
        created_at=BEGINNING,
        updated_at=BEGINNING,
    )


def a_bar(
    *problems: tuple[int, int, ComponentStatus], known: int = 90, hours: float = 1, uptime: float | None = None
) -> BarView:
    """Each problem: how many days ago it began, how many days it has, and what it was; `hours` of each day."""
    statuses: list[ComponentStatus | None] = [None] * (90 - known) + [ComponentStatus.OPERATIONAL] * known
    for ago, length, problem in problems:
        begin = 89 - ago
        statuses[begin : begin + length] = [problem] * length
    runs = []
    day = NOW.date() - timedelta(days=89)
    for status, alike in groupby(statuses):
        length = len(list(alike))
        bad = status not in {None, ComponentStatus.OPERATIONAL}
        runs.append(RunView(first=day, days=length, status=status, seconds=round(hours * 3600) * length * bad))
        day += timedelta(days=length)
    lost = sum(run.seconds for run in runs) / (known * 86400)
    return BarView(runs=tuple(runs), uptime=1 - lost if uptime is None else uptime)


def groups_of(components: Sequence[ComponentView], bars: Mapping[str, BarView]) -> tuple[GroupView, ...]:
    names = dict.fromkeys(each.group_name for each in components if each.group_name)
    return tuple(
        GroupView(
            id=f"group-{name}".lower(),
            name=name,
            position=position,
            status=worst(each.status for each in components if each.group_name == name),
            bar=max((bars[each.id] for each in components if each.group_name == name), key=lambda bar: len(bar.runs)),
            created_at=BEGINNING,
            updated_at=BEGINNING,
        )
        for position, name in enumerate(names, start=1)
    )


def an_incident(
    title: str = "Website loading slowly",
    *messages: tuple[IncidentStatus, str],
    id: str = "incident0001",
    impact: Impact = Impact.MINOR,
    components: Sequence[ComponentView] = (),
    began: datetime = NOW - timedelta(hours=2),
) -> IncidentView:
    """With an update every ten minutes; the first one gives the components their statuses, a resolution takes them."""
    updates: list[UpdateView] = []
    before: Mapping[str, ComponentStatus] = {}
    for status, body in messages or ((IncidentStatus.INVESTIGATING, "We are looking into it."),):
        after = [_resolved(each) if status is IncidentStatus.RESOLVED else each for each in components]
        updates.append(
            UpdateView(
                id=f"{id}-{len(updates) + 1}",
                status=status,
                body=body,
                created_at=began + len(updates) * timedelta(minutes=10),
                affected=tuple(
                    AffectedView(
                        component=each,
                        old_status=before.get(each.id, ComponentStatus.OPERATIONAL),
                        new_status=each.status,
                    )
                    for each in after
                ),
            )
        )
        before = {each.id: each.status for each in after}
    last = updates[-1]
    resolved = last.status is IncidentStatus.RESOLVED
    return IncidentView(
        id=id,
        title=title,
        status=last.status,
        impact=impact,
        created_at=began,
        started_at=began,
        updated_at=last.created_at,
        monitoring_at=next((each.created_at for each in updates if each.status is IncidentStatus.MONITORING), None),
        resolved_at=last.created_at if resolved else None,
        components=tuple(_resolved(each) if resolved else each for each in components),
        updates=tuple(updates),
    )


def _resolved(component: ComponentView) -> ComponentView:
    return component.model_copy(update={"status": ComponentStatus.OPERATIONAL})


def a_resolved_incident(
    title: str = "Logins failed", *, id: str = "incident0009", ended: datetime = NOW - timedelta(days=1)
) -> IncidentView:
    return an_incident(
        title,
        (IncidentStatus.INVESTIGATING, "Some logins fail."),
        (IncidentStatus.RESOLVED, "Logins work again."),
        id=id,
        began=ended - timedelta(minutes=10),
    )


def a_front(
    *,
    page: PageView | None = None,
    headline: HeadlineView = ALL_GOOD,
    components: Sequence[ComponentView] = (),
    open_incidents: Sequence[IncidentView] = (),
    recent_incidents: Sequence[IncidentView] = (),
    bars: Mapping[str, BarView] = NO_BARS,
    weights: WeightsView = USUAL_WEIGHTS,
) -> FrontPart:
    """`bars` by the name of a component; the others have one of ninety good days."""

    incidents = (*open_incidents, *recent_incidents)
    shown = {each.id: bars.get(each.name, a_bar()) for each in components}
    months = dict.fromkeys(sorted((f"{each.created_at:%Y-%m}" for each in incidents), reverse=True), 0)
    for each in incidents:
        months[f"{each.created_at:%Y-%m}"] += 1
    return FrontPart(
        revision=3,
        page=page or a_page(),
        headline=headline,
        groups=groups_of(components, shown),
        components=tuple(components),
        open_incidents=tuple(open_incidents),
        recent_incidents=tuple(recent_incidents),
        latest_incidents=tuple(sorted(incidents, key=lambda each: each.created_at, reverse=True)),
        months=tuple(MonthLink(month=month, incidents=count) for month, count in months.items()),
        bars=shown,
        weights=weights,
    )


def an_incident_part(incident: IncidentView, *, page: PageView | None = None) -> IncidentPart:
    return IncidentPart(revision=3, page=page or a_page(), incident=incident, month=f"{incident.created_at:%Y-%m}")


def a_month(
    *incidents: IncidentView, month: str = "2026-11", months: Sequence[str] = (), page: PageView | None = None
) -> MonthPart:
    return MonthPart(
        revision=3,
        page=page or a_page(),
        month=month,
        incidents=incidents,
        months=tuple(MonthLink(month=each, incidents=1) for each in months or (month,)),
    )
