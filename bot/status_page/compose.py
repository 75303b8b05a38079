"""Makes the parts of a snapshot from what the record holds, and leaves behind all that is not public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from types import MappingProxyType

from bot.domain.catalogue import Catalogue
from bot.domain.component import Component, ComponentId, ComponentStatus, worst
from bot.domain.headline import RETIRED, headline
from bot.domain.incident import NO_COMPONENTS, Incident, Update, shown_statuses
from bot.domain.known import Known
from bot.domain.look import Logo
from bot.domain.page import Page
from bot.domain.uptime import History
from bot.status_page.bars import bar_of, bar_of_group
from bot.status_page.snapshot import (
    STALE_AFTER_DEFAULT,
    AccentView,
    AffectedView,
    ComponentView,
    FrontPart,
    GroupView,
    HeadlineView,
    IncidentPart,
    IncidentView,
    LinkView,
    LogoView,
    MonthLink,
    MonthPart,
    PageView,
    UpdateView,
    WeightsView,
)

_NEVER_CHANGED: Mapping[ComponentId, datetime] = MappingProxyType({})


class KnownViews(Known[tuple[Incident, IncidentView]]):
    """Incidents as they were, and what was made of them in one catalogue: of the same would be made the same."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue

    def fit(self, catalogue: Catalogue) -> bool:
        ours = self._catalogue
        return (catalogue.groups, catalogue.components) == (ours.groups, ours.components)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """`url` is the page's public address, without a slash at its end; `views` fit the catalogue."""

    page: Page
    url: str
    catalogue: Catalogue
    views: KnownViews
    stale_after: int = STALE_AFTER_DEFAULT

    def front(
        self,
        *,
        open_incidents: Sequence[Incident],
        recent: Sequence[Incident],
        latest: Sequence[Incident],
        months: Iterable[tuple[str, int]],
        histories: Mapping[ComponentId, History],
        logo: Logo | None = None,
    ) -> FrontPart:
        """`recent`: resolved and still on the front page, the latest resolution first; `latest`: newest first.

        `histories` has every live component.
        """
        # Nobody says any more how the components of a retired page are.
        live = () if self.page.retired_at else self.catalogue.live
        weights = self.page.weights
        statuses = shown_statuses((component.id for component in live), open_incidents)
        changed_at = _last_changes((*open_incidents, *recent, *latest))
        shown = RETIRED if self.page.retired_at else headline(statuses.values(), open_incidents)
        return FrontPart(
            revision=self.page.revision,
            page=self._page(),
            headline=HeadlineView(text=shown.text, indicator=shown.indicator),
            groups=self._groups(statuses, changed_at, histories) if live else (),
            components=tuple(self._component(each.id, statuses[each.id], changed_at) for each in live),
            open_incidents=tuple(
                self.incident(each) for each in sorted(open_incidents, key=lambda each: not each.is_page_wide)
            ),
            recent_incidents=tuple(self.incident(each) for each in recent),
            latest_incidents=tuple(self.incident(each) for each in latest),
            months=_links(months),
            bars={each.id: bar_of(histories[each.id], weights, self.page.zone) for each in live},
            weights=WeightsView(major=weights.major, partial=weights.partial, degraded=weights.degraded),
            logo=logo and LogoView(name=logo.name, content=logo.content),
        )

    def incident_part(self, incident: Incident) -> IncidentPart:
        view = self.incident(incident)
        return IncidentPart(
            revision=self.page.revision,
            page=self._page(),
            incident=view,
            month=self.page.month_of(view.created_at),
        )

    def month_part(self, month: str, incidents: Iterable[Incident], *, months: Iterable[tuple[str, int]]) -> MonthPart:
        return MonthPart(
            revision=self.page.revision,
            page=self._page(),
            month=month,
            incidents=tuple(self.incident(each) for each in incidents),
            months=_links(months),
        )

    def incident(self, incident: Incident) -> IncidentView:
        """Of a public one: internal updates stay behind here."""
        known = self.views.get(incident.id)
        if known is not None and known[0] is incident:
            return known[1]
        earlier = () if known is None else tuple(zip(known[0].public_updates, known[1].updates, strict=True))
        view = self._view(incident.as_public, earlier)
        self.views.put(incident.id, (incident, view))
        return view

    def _view(self, incident: Incident, earlier: Sequence[tuple[Update, UpdateView]]) -> IncidentView:
        """`earlier`: what was made of its updates before."""
        return IncidentView(
            id=incident.id,
            title=incident.title,
            status=incident.status,
            impact=incident.impact,
            created_at=incident.created_at,
            started_at=incident.started_at,
            updated_at=incident.updated_at,
            next_update_at=incident.next_update_at,
            monitoring_at=incident.monitoring_at,
            resolved_at=incident.resolved_at,
            postmortem=incident.postmortem,
            components=tuple(self._component(id, status) for id, status in self._in_order(incident.components)),
            updates=tuple(self._updates(incident.updates, earlier)),
        )

    def _updates(self, updates: Sequence[Update], earlier: Sequence[tuple[Update, UpdateView]]) -> Iterable[UpdateView]:
        # Most incidents change by one more update. What was made of the others is known by whoever writes it.
        kept = [view for update, (known, view) in takewhile(_is_same, zip(updates, earlier, strict=False))]
        yield from kept
        before = updates[len(kept) - 1].components if kept else NO_COMPONENTS
        for update in updates[len(kept) :]:
            # A component that the incident lets go has an effect to tell, once: it is operational again.
            after = dict.fromkeys(before, ComponentStatus.OPERATIONAL) | dict(update.components)
            yield UpdateView(
                id=update.id,
                status=update.status,
                body=update.message,
                created_at=update.created_at,
                corrected_at=update.corrected_at,
                is_withdrawn=update.is_withdrawn,
                affected=tuple(
                    AffectedView(
                        component=self._component(id, status),
                        old_status=before.get(id, ComponentStatus.OPERATIONAL),
                        new_status=status,
                    )
                    for id, status in self._in_order(after)
                ),
            )
            before = update.components

    def _in_order(
        self, statuses: Mapping[ComponentId, ComponentStatus]
    ) -> Iterable[tuple[ComponentId, ComponentStatus]]:
        """As the page lists them; retired ones come last."""
        shown = [component.id for component in self.catalogue.live if component.id in statuses]
        retired = sorted(statuses.keys() - set(shown))
        return ((id, statuses[id]) for id in (*shown, *retired))

    def _groups(
        self,
        statuses: Mapping[ComponentId, ComponentStatus],
        changed_at: Mapping[ComponentId, datetime],
        histories: Mapping[ComponentId, History],
    ) -> tuple[GroupView, ...]:
        return tuple(
            GroupView(
                id=shelf.group.id,
                name=shelf.group.name,
                position=shelf.group.position,
                status=worst(statuses[each.id] for each in shelf.components),
                bar=bar_of_group([histories[each.id] for each in shelf.components], self.page.weights, self.page.zone),
                created_at=shelf.group.created_at,
                updated_at=max(shelf.group.updated_at, *(_changed(each, changed_at) for each in shelf.components)),
            )
            for shelf in self.catalogue.shelves
            if shelf.group is not None
        )

    def _component(
        self,
        component_id: ComponentId,
        status: ComponentStatus,
        changed_at: Mapping[ComponentId, datetime] = _NEVER_CHANGED,
    ) -> ComponentView:
        component = self.catalogue.components[component_id]
        group = self.catalogue.groups[component.group_id] if component.group_id else None
        return ComponentView(
            id=component.id,
            name=component.name,
            description=component.description,
            status=status,
            position=component.position,
            group_id=component.group_id,
            group_name=group.name if group else None,
            created_at=component.created_at,
            updated_at=_changed(component, changed_at),
        )

    def _page(self) -> PageView:
        accent = self.page.accent
        return PageView(
            id=self.page.id,
            slug=self.page.slug,
            name=self.page.name,
            url=self.url,
            time_zone=self.page.time_zone,
            history_days=self.page.history_days,
            has_archive=self.page.has_archive,
            indicates_maintenance=self.page.indicates_maintenance,
            locale=self.page.locale,
            accent=accent and AccentView(light=accent.light, dark=accent.dark),
            colours={name: AccentView(light=each.light, dark=each.dark) for name, each in self.page.colours.items()},
            logo=self.page.logo,
            links=tuple(LinkView(label=link.label, url=link.url) for link in self.page.links),
            stale_after=self.stale_after,
            retired_at=self.page.retired_at,
            created_at=self.page.created_at,
            updated_at=self.page.updated_at,
        )


def _is_same(pair: tuple[Update, tuple[Update, UpdateView]]) -> bool:
    update, (known, _) = pair
    return update == known


def _changed(component: Component, changed_at: Mapping[ComponentId, datetime]) -> datetime:
    return max(component.updated_at, changed_at.get(component.id, component.updated_at))


def _last_changes(incidents: Iterable[Incident]) -> Mapping[ComponentId, datetime]:
    """When an update last gave a component another status."""
    changed: dict[ComponentId, datetime] = {}
    for incident in incidents:
        before = NO_COMPONENTS
        for update in incident.updates:
            for id in before.keys() | update.components.keys():
                if before.get(id) != update.components.get(id):
                    changed[id] = max(update.created_at, changed.get(id, update.created_at))
            before = update.components
    return changed


def _links(months: Iterable[tuple[str, int]]) -> tuple[MonthLink, ...]:
    return tuple(MonthLink(month=month, incidents=count) for month, count in months)
