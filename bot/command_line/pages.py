"""`stormlamp page …`: the public status pages."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from bot.command_line import ready_messages
from bot.command_line.arguments import (
    AfterOption,
    BeforeOption,
    JsonOption,
    PageArgument,
    ToOption,
    kept_unless,
    kept_unless_cleared,
    read_destination,
)
from bot.command_line.database import on_database
from bot.command_line.output import say, show_rows
from bot.command_line.page_options import (
    AccentOption,
    AnnounceChangesOption,
    ArchiveOption,
    ColourOption,
    DegradedWeightOption,
    LinkOption,
    LocaleOption,
    LogoOption,
    MaintenanceIndicatorOption,
    MajorWeightOption,
    PartialWeightOption,
    read_links,
    read_logo,
)
from bot.delivery.addresses import Addresses
from bot.domain.errors import Invalid
from bot.domain.page import HISTORY_DAYS_DEFAULT
from bot.settings import read_settings
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.find_pages import FindPages
from bot.use_cases.move_page import MovePage
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.remove_page import RemovePage
from bot.use_cases.tie_channel import TieChannel, UntieChannel

app = typer.Typer(no_args_is_help=True, help="Create, edit, move, remove and list status pages.")
app.add_typer(ready_messages.app, name="template")

_HISTORY_DAYS = "Days that a resolved incident stays on the front page."
_TIME_ZONE = "Where its days begin and end, such as Europe/Berlin."
_CHANNEL = "The id of the Slack channel for its announcements, such as C0123456789."
_PUBLIC_URL = "Its own address, such as https://status.example.com."
ChannelArgument = Annotated[str, typer.Argument(help="The id of the Slack channel, such as C0123456789.")]


@app.command(epilog="Example: stormlamp page create acme --name Acme --time-zone Europe/Berlin")
def create(
    slug: Annotated[str, typer.Argument(help="Its name in addresses: lower-case letters, digits, hyphens.")],
    name: Annotated[str, typer.Option(help="Its name for people.")],
    history_days: Annotated[int, typer.Option(help=_HISTORY_DAYS)] = HISTORY_DAYS_DEFAULT,
    time_zone: Annotated[str, typer.Option(help=_TIME_ZONE)] = "UTC",
    channel: Annotated[str, typer.Option(help=_CHANNEL, show_default=False)] = "",
    public_url: Annotated[str, typer.Option(help=_PUBLIC_URL, show_default=False)] = "",
    announce_changes: AnnounceChangesOption = None,
    archive: ArchiveOption = None,
    maintenance_indicator: MaintenanceIndicatorOption = None,
    locale: LocaleOption = None,
    accent: AccentOption = None,
    logo: LogoOption = None,
    link: LinkOption = None,
    colour: ColourOption = None,
    major_weight: MajorWeightOption = None,
    partial_weight: PartialWeightOption = None,
    degraded_weight: DegradedWeightOption = None,
) -> None:
    """Create a status page."""
    settings = read_settings()
    new = NewPage(
        slug=slug,
        name=name,
        history_days=history_days,
        time_zone=time_zone,
        channel=channel or None,
        public_url=public_url or None,
        announce_changes=kept_unless(announce_changes),
        has_archive=kept_unless(archive),
        indicates_maintenance=kept_unless(maintenance_indicator),
        major_weight=kept_unless(major_weight),
        partial_weight=kept_unless(partial_weight),
        degraded_weight=kept_unless(degraded_weight),
        locale=kept_unless(locale),
        accent=kept_unless_cleared(accent),
        logo=read_logo(logo),
        links=read_links(link),
        colours=kept_unless(colour),
    )
    page = on_database(
        settings, lambda database: CreatePage(database, utc_now)(new, actor=OPERATOR, origin=COMMAND_LINE)
    )
    say(f"Page “{page.name}” created: {Addresses(settings.base_url).url_of(page)}/")
    say(f"Next: stormlamp component create {page.slug} NAME")


@app.command(epilog='Example: stormlamp page edit acme --history-days 14 --channel ""')
def edit(
    slug: PageArgument,
    name: Annotated[str | None, typer.Option(help="Its name for people.")] = None,
    history_days: Annotated[int | None, typer.Option(help=_HISTORY_DAYS)] = None,
    time_zone: Annotated[str | None, typer.Option(help=_TIME_ZONE)] = None,
    channel: Annotated[str | None, typer.Option(help=f'{_CHANNEL} "" takes it away.')] = None,
    public_url: Annotated[str | None, typer.Option(help=f'{_PUBLIC_URL} "" takes it away.')] = None,
    announce_changes: AnnounceChangesOption = None,
    archive: ArchiveOption = None,
    maintenance_indicator: MaintenanceIndicatorOption = None,
    locale: LocaleOption = None,
    accent: AccentOption = None,
    logo: LogoOption = None,
    link: LinkOption = None,
    colour: ColourOption = None,
    major_weight: MajorWeightOption = None,
    partial_weight: PartialWeightOption = None,
    degraded_weight: DegradedWeightOption = None,
) -> None:
    """Change a page's settings; what is not given stays."""
    settings = read_settings()
    change = PageChange(
        slug=slug,
        name=kept_unless(name),
        history_days=kept_unless(history_days),
        time_zone=kept_unless(time_zone),
        channel=kept_unless_cleared(channel),
        public_url=kept_unless_cleared(public_url),
        announce_changes=kept_unless(announce_changes),
        has_archive=kept_unless(archive),
        indicates_maintenance=kept_unless(maintenance_indicator),
        major_weight=kept_unless(major_weight),
        partial_weight=kept_unless(partial_weight),
        degraded_weight=kept_unless(degraded_weight),
        locale=kept_unless(locale),
        accent=kept_unless_cleared(accent),
        logo=read_logo(logo),
        links=read_links(link),
        colours=kept_unless(colour),
    )
    page = on_database(
        settings, lambda database: EditPage(database, utc_now)(change, actor=OPERATOR, origin=COMMAND_LINE)
    )
    say(f"Page “{page.name}” saved: {Addresses(settings.base_url).url_of(page)}/")


@app.command(epilog="Example: stormlamp page move acme --to 1")
def move(slug: PageArgument, to: ToOption = None, before: BeforeOption = None, after: AfterOption = None) -> None:
    """Move a page among the pages: the first one also answers at /, and is offered first."""
    destination = read_destination(to, before, after)
    page = on_database(
        read_settings(),
        lambda database: MovePage(database, utc_now)(slug, destination, actor=OPERATOR, origin=COMMAND_LINE),
    )
    say(f"Page “{page.name}” moved.")


@app.command(epilog="Example: stormlamp page remove acme")
def remove(slug: PageArgument) -> None:
    """Retire a page: its addresses keep what stood there, and nothing new goes on it; refused with open incidents.

    It leaves all forms and lists, and can't be brought back. One that never had an incident, and was published to no
    other place, is deleted.
    """
    settings = read_settings()
    removed = on_database(
        settings, lambda database: RemovePage(database, utc_now)(slug, actor=OPERATOR, origin=COMMAND_LINE)
    )
    if removed.is_deleted:
        say(f"Page “{removed.page.name}” deleted. It never had an incident.")
        return
    address = Addresses(settings.base_url).url_of(removed.page)
    say(f"Page “{removed.page.name}” retired. What stood there stays at {address}/, marked as no longer updated.")


@app.command(epilog="Example: stormlamp page link acme C0123456789")
def link(slug: PageArgument, channel: ChannelArgument) -> None:
    """Announce a page's incidents in a channel beside its own, too."""
    settings = read_settings()
    page = on_database(
        settings, lambda database: TieChannel(database, utc_now)(slug, channel, actor=OPERATOR, origin=COMMAND_LINE)
    )
    say(f"The incidents of “{page.name}” are announced in {channel}, too. A private channel has to invite Stormlamp.")


@app.command(epilog="Example: stormlamp page unlink acme C0123456789")
def unlink(slug: PageArgument, channel: ChannelArgument) -> None:
    """Announce a page's new incidents in that channel no more."""
    settings = read_settings()
    page = on_database(
        settings, lambda database: UntieChannel(database, utc_now)(slug, channel, actor=OPERATOR, origin=COMMAND_LINE)
    )
    say(f"New incidents of “{page.name}” are not announced in {channel}.")


@app.command(epilog="Example: stormlamp page preview /tmp/scenes, and python3 -m http.server -d /tmp/scenes beside it")
def preview(
    folder: Annotated[Path, typer.Argument(help="Where to; what has the same name there is replaced.")],
) -> None:
    """Render every state of a page to a folder, to look at: for those who design it."""
    # Only here: no other command need wait for all of it to load.
    from bot.status_page.preview.writing import write_preview

    try:
        names = write_preview(folder)
    except OSError as error:
        raise Invalid(f"{folder} can't be written to: {error.strerror}.", field="folder") from error
    say(f"{len(names)} scenes are in {folder}: {', '.join(names)}.")
    say(f"Next: python3 -m http.server --directory {shlex.quote(str(folder))}")


@app.command("list")
def list_pages(as_json: JsonOption = False) -> None:
    """List the pages, with what each shows now."""
    settings = read_settings()
    states = on_database(settings, lambda database: FindPages(database).all())
    show_rows(
        [
            {
                "slug": state.page.slug,
                "name": state.page.name,
                "shows": state.headline.text,
                "components": len(state.catalogue.live),
                "open_incidents": len(state.open_incidents),
                "time_zone": state.page.time_zone,
                "history_days": state.page.history_days,
                "channel": state.page.channel,
                "tied_channels": list(state.channels),
                "address": f"{Addresses(settings.base_url).url_of(state.page)}/",
            }
            for state in states
        ],
        as_json=as_json,
        otherwise="There is no status page yet. `stormlamp page create SLUG --name NAME` makes one.",
    )
