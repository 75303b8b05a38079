"""Which components are affected, and how badly: one select for which, one select each for how badly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import (
    Block,
    ExternalDataMultiSelectElement,
    InputBlock,
    Option,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from bot.blocks import form_fields
from bot.blocks.choices import Choices, grouped, option, plain
from bot.blocks.entries import DEFAULT_STATUS, Entries
from bot.blocks.ids import Field, block_id
from bot.blocks.mrkdwn import escape
from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.incident import NO_COMPONENTS, ComponentStatuses
from bot.domain.texts import say
from bot.domain.wording import COMPONENT_STATUS

#: In the order in which they are likely to be wanted.
_STATUSES = (
    ComponentStatus.DEGRADED_PERFORMANCE,
    ComponentStatus.PARTIAL_OUTAGE,
    ComponentStatus.MAJOR_OUTAGE,
    ComponentStatus.UNDER_MAINTENANCE,
    ComponentStatus.OPERATIONAL,
)

#: Bytes: a view holds 250 kB, and a chosen option stands in it twice.
_EMBEDDED_CHOICES = 100_000
_CHOSEN = 500  # an incident of more concerns the whole page


def component_fields(
    catalogue: Catalogue,
    entries: Entries,
    *,
    scope: str,
    page_name: str,
    before: ComponentStatuses = NO_COMPONENTS,
) -> list[Block]:
    """None where the page has no components, nor for an incident of more than a form can hold: it keeps them.

    `before` are the statuses that the incident has given already.
    """
    choices = component_choices(catalogue, page_name=page_name, also=tuple(before))
    live = {component.id for component in catalogue.live}
    chosen = [id for id in entries.components if id in catalogue.components]
    gone = [id for id in chosen if id not in live and id not in before]
    entries = replace(entries, components=tuple(id for id in chosen if id not in gone))
    fields: list[Block] = [_retired_notice(catalogue, gone)] if gone else []
    if choices is None or len(entries.components) > _CHOSEN:
        return fields
    fields.append(_components_field(catalogue, choices, entries, scope))
    if entries.are_many:
        fields.append(_status_of_all_field(entries, scope, before))
    else:
        fields.extend(
            _status_field(catalogue, each, entries.status_of(each, before), scope) for each in entries.components
        )
    return fields


def component_choices(catalogue: Catalogue, *, page_name: str, also: Sequence[ComponentId] = ()) -> Choices | None:
    """The live components in their groups, and those of `also` that are not live any more. None where there is none."""
    alone = say("Other components") if catalogue.groups else page_name
    groups: dict[str, list[Option]] = {}
    for shelf in catalogue.shelves:
        label = alone if shelf.group is None else shelf.group.name
        groups.setdefault(label, []).extend(_option(catalogue, each.id) for each in shelf.components)
    live = {component.id for component in catalogue.live}
    retired = [_option(catalogue, id) for id in also if id not in live and id in catalogue.components]
    if retired:
        groups[say("No longer on the page")] = retired
    if not groups:
        return None
    if list(groups) == [page_name]:
        return plain(groups[page_name])
    return grouped(groups.items())


def matching(catalogue: Catalogue, query: str, *, page_name: str, limit: int) -> Choices | None:
    """The live components whose name or group contains every word of the query."""
    words = query.casefold().split()

    def matches(component: ComponentId) -> bool:
        name = catalogue.full_name(component).casefold()
        return all(word in name for word in words)

    found = [component for component in catalogue.live if matches(component.id)]
    kept = Catalogue(catalogue.groups.values(), found)
    choices = component_choices(kept, page_name=page_name)
    return None if choices is None else choices.first(limit)


def _retired_notice(catalogue: Catalogue, gone: Sequence[ComponentId]) -> Block:
    names = ", ".join(escape(catalogue.name(id)) for id in gone)
    return form_fields.notice(
        say("Retired meanwhile, and no longer among the affected components: {names}", names=names)
    )


def _components_field(catalogue: Catalogue, choices: Choices, entries: Entries, scope: str) -> Block:
    chosen = [_option(catalogue, id) for id in entries.components] or None
    # Once another is retired: Slack would keep that chosen in a field of the same id.
    retired = len(catalogue.components) - len(catalogue.live)
    element: StaticMultiSelectElement | ExternalDataMultiSelectElement
    if choices.size > _EMBEDDED_CHOICES:
        element = ExternalDataMultiSelectElement(
            action_id=Field.COMPONENTS,
            placeholder=say("Type to find components"),
            initial_options=chosen,
            max_selected_items=_CHOSEN,
            min_query_length=0,
        )
    else:
        element = StaticMultiSelectElement(
            action_id=Field.COMPONENTS,
            placeholder=say("Choose components"),
            options=choices.options,
            option_groups=choices.groups,
            initial_options=chosen,
            max_selected_items=_CHOSEN,
        )
    return InputBlock(
        block_id=block_id(Field.COMPONENTS, f"{scope}.{retired}" if retired else scope),
        label=say("Affected components"),
        hint=say(
            "Leave this empty if the incident concerns the whole page: it is then shown at its top and changes the "
            "status of no component."
        ),
        optional=True,
        dispatch_action=True,
        element=element,
    )


def _status_options() -> list[Option]:
    return [_status_option(status) for status in _STATUSES]


def _status_option(status: ComponentStatus) -> Option:
    return option(say(COMPONENT_STATUS[status]), status)


def _status_field(catalogue: Catalogue, component: ComponentId, status: ComponentStatus, scope: str) -> Block:
    return InputBlock(
        block_id=block_id(Field.COMPONENT_STATUS, scope, component),
        label=catalogue.name(component),
        element=StaticSelectElement(
            action_id=Field.COMPONENT_STATUS,
            options=_status_options(),
            initial_option=_status_option(status),
        ),
    )


def _status_of_all_field(entries: Entries, scope: str, before: ComponentStatuses) -> Block:
    chosen = entries.status_of_all or (None if before else DEFAULT_STATUS)
    return InputBlock(
        block_id=block_id(Field.STATUS_OF_ALL, scope),
        label=say("Status of all chosen components"),
        hint=say(
            "Left empty, each keeps the status that it has in this incident; those that you add show {status}.",
            status=say(COMPONENT_STATUS[DEFAULT_STATUS]),
        )
        if before
        else None,
        optional=bool(before),
        element=StaticSelectElement(
            action_id=Field.STATUS_OF_ALL,
            placeholder=say("As it is now"),
            options=_status_options(),
            initial_option=None if chosen is None else _status_option(chosen),
        ),
    )


def _option(catalogue: Catalogue, component: ComponentId) -> Option:
    return option(catalogue.name(component), component)
