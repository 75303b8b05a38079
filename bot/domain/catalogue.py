"""A page's components in the order in which people see them, and how people name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.domain.component import Component, ComponentGroup, ComponentId, ComponentStatus, GroupId
from bot.domain.errors import RetiredComponent, UnknownComponent, UnknownGroup


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group with its live components, or one component that stands alone."""

    group: ComponentGroup | None
    components: tuple[Component, ...]


class Catalogue:
    """Retired components are known by id and name, for old incidents, but never listed."""

    def __init__(self, groups: Iterable[ComponentGroup], components: Iterable[Component]) -> None:
        self.groups: dict[GroupId, ComponentGroup] = {group.id: group for group in groups}
        self.components: dict[ComponentId, Component] = {component.id: component for component in components}

    @cached_property
    def live(self) -> Sequence[Component]:
        """In the order shown: groups and components without one stand in one order, by position."""
        return tuple(component for shelf in self.shelves for component in shelf.components)

    @cached_property
    def shelves(self) -> Sequence[Shelf]:
        """Groups without a live component are left out."""
        in_order = sorted(
            (component for component in self.components.values() if component.retired_at is None),
            key=lambda component: (component.position, component.created_at, component.id),
        )
        of_group: dict[GroupId, list[Component]] = {id: [] for id in self.groups}
        placed: list[tuple[int, Shelf]] = []
        for component in in_order:
            if component.group_id is None:
                placed.append((component.position, Shelf(None, (component,))))
            else:
                of_group[component.group_id].append(component)
        placed.extend(
            (self.groups[id].position, Shelf(self.groups[id], tuple(members)))
            for id, members in of_group.items()
            if members
        )
        return [shelf for _, shelf in sorted(placed, key=lambda each: each[0])]

    def settings_of(self, component: Component) -> Mapping[str, object]:
        """What admins set of it in a form, as that shows it."""
        group = self.groups[component.group_id].name if component.group_id else ""
        return {"name": component.name, "group": group, "description": component.description}

    def full_name(self, component_id: ComponentId) -> str:
        """`Group - Name`, or the name alone where there is no group."""
        component = self.components[component_id]
        group = self.groups[component.group_id] if component.group_id else None
        return f"{group.name} - {component.name}" if group else component.name

    def name(self, component_id: ComponentId) -> str:
        """The component's name, with its group only where two live components share the name."""
        name = self.components[component_id].name
        return self.full_name(component_id) if self._times[name.casefold()] > 1 else name

    def named(self, reference: str, *, page_name: str) -> Component:
        """The live component of that id, that name, or `Group - Name`. Raises UnknownComponent."""
        by_id = [each for each in self.live if each.id == reference]
        if by_id:
            return by_id[0]
        wanted = reference.strip().casefold()
        by_full_name = [each for each in self.live if self.full_name(each.id).casefold() == wanted]
        found = by_full_name or [each for each in self.live if each.name.casefold() == wanted]
        if len(found) != 1:
            raise UnknownComponent(reference, page_name, tuple(self.name(each.id) for each in self.live))
        return found[0]

    def live_among(self, components: Mapping[ComponentId, ComponentStatus]) -> dict[ComponentId, ComponentStatus]:
        """Without those that were retired since they were chosen, and those of another page."""
        live = {component.id for component in self.live}
        return {id: status for id, status in components.items() if id in live}

    def require_live(self, ids: Iterable[ComponentId], *, page_name: str) -> None:
        """Raises RetiredComponent, and UnknownComponent for one of another page."""
        live = {component.id for component in self.live}
        for id in ids:
            if id in self.components and id not in live:
                raise RetiredComponent(self.name(id), page_name)
            if id not in live:
                raise UnknownComponent(id, page_name, tuple(component.name for component in self.live))

    def group_named(self, reference: str, *, page_name: str) -> ComponentGroup:
        """The group of that id or name that has live components: others nobody sees. Raises UnknownGroup."""
        seen = [shelf.group for shelf in self.shelves if shelf.group is not None]
        wanted = reference.strip().casefold()
        for group in seen:
            if group.id == reference or group.name.casefold() == wanted:
                return group
        raise UnknownGroup(reference, page_name, tuple(group.name for group in seen))

    @cached_property
    def _times(self) -> Counter[str]:
        return Counter(component.name.casefold() for component in self.live)
