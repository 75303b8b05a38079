"""What the commands on incidents take in common, and how they report what they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from bot.command_line.output import say
from bot.delivery.addresses import Addresses
from bot.domain import texts
from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.errors import Invalid
from bot.domain.incident import shown_statuses
from bot.domain.page import Page
from bot.domain.state import Found, PageState
from bot.domain.text import valid_name
from bot.domain.wording import COMPONENT_STATUS
from bot.settings import Settings
from bot.use_cases.actor import OPERATOR, Actor, ActorKind, Responders
from bot.use_cases.find_pages import FindPages

EVERYBODY = Responders()  # Whoever has a shell beside the database may publish.

IncidentArgument = Annotated[str, typer.Argument(metavar="INC-n", help="The incident, such as INC-7.")]
MessageOption = Annotated[str, typer.Option(help="What the public reads, in Markdown; - reads standard input.")]
StatusOption = Annotated[
    str | None, typer.Option(help="investigating, identified, monitoring or resolved; the first letters are enough.")
]
ComponentOption = Annotated[
    list[str] | None,
    typer.Option("--component", metavar="NAME=STATUS", help='An affected one: "API=partial_outage". Repeatable.'),
]
ImpactOption = Annotated[
    str | None, typer.Option(help="none, minor, major or critical; follows from the components unless set.")
]
AsOption = Annotated[str | None, typer.Option("--as", metavar="NAME", help="Whom Slack shows as the author.")]
NextUpdateOption = Annotated[
    int | None,
    typer.Option("--next-update-in", min=1, max=1440, metavar="MINUTES", help="Promise the next update, in minutes."),
]
UpdateOption = Annotated[
    int | None, typer.Option("--update", min=1, help="Which update, counted from 1; the last one unless set.")
]
AsIsOption = Annotated[
    bool, typer.Option("--as-is", help="Publish names, internal hosts and the like, which are refused otherwise.")
]


def actor_named(name: str | None) -> Actor:
    return OPERATOR if name is None else Actor(kind=ActorKind.OPERATOR, name=valid_name(name))


async def page_state(find: FindPages, slug: str | None) -> PageState:
    """The page of that slug, or the only one."""
    if slug is not None:
        return await find.by_slug(slug)
    states: Sequence[PageState] = await find.all()
    if not states:
        raise Invalid("There is no status page yet. `stormlamp page create SLUG --name NAME` makes one.", field="page")
    if len(states) > 1:
        slugs = ", ".join(state.page.slug for state in states)
        raise Invalid(f"There are several status pages: {slugs}. Say which one with --page.", field="page")
    return states[0]


def by_id(
    catalogue: Catalogue, page: Page, statuses: Mapping[str, ComponentStatus]
) -> dict[ComponentId, ComponentStatus]:
    return {catalogue.named(name, page_name=page.name).id: status for name, status in statuses.items()}


def report(settings: Settings, found: Found, done: str) -> None:
    incident = found.incident
    if incident.is_public:
        say(f"{incident.reference} {done}: {Addresses(settings.base_url).permalink(found.page, incident)}")
    elif incident.is_internal:
        say(
            f"{incident.reference} {done}, internal: the public sees nothing of it until "
            f"`stormlamp incident publish {incident.reference} --message …`."
        )
    else:
        say(f"{incident.reference} {done}: it is off the page, and stays in the record.")
    if found.announcements:
        channels = ", ".join(announcement.channel for announcement in found.announcements)
        say(f"Slack: owed to {channels}; `stormlamp run` delivers it.")
    elif found.page.channel is None:
        say(
            f"Slack: told nobody, since the page has no channel. `stormlamp page edit {found.page.slug} "
            "--channel C…` gives it one."
        )


def report_components(found: Found) -> None:
    """What the resolved incident's components show now, and which other incident keeps one from being operational."""
    shown = shown_statuses(found.incident.components, found.others)
    for id, status in shown.items():
        holders = [
            other.reference
            for other in found.others
            if other.components.get(id, ComponentStatus.OPERATIONAL) is not ComponentStatus.OPERATIONAL
        ]
        because = f" because of {', '.join(holders)}" if holders else ""
        say(f"{found.catalogue.name(id)}: {texts.say(COMPONENT_STATUS[status])}{because}")
