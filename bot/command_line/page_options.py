"""What `page create` and `page edit` both take about how a page looks, speaks and counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.command_line.arguments import read_file
from bot.domain.look import link_of
from bot.domain.page import LOCALES
from bot.domain.palette import PALETTE
from bot.use_cases.change_incident import KEEP, Keep

_WEIGHT = "How much of its length {} is held against uptime, in percent."

AnnounceChangesOption = Annotated[
    bool | None,
    typer.Option(
        "--announce-changes/--no-announce-changes",
        help="Show later changes of status in the channel, too, not only in the incident's thread.",
    ),
]
ArchiveOption = Annotated[
    bool | None,
    typer.Option(
        "--archive/--no-archive",
        help="Whether the public can read the history; without it, what stands on the front page.",
    ),
]
MaintenanceIndicatorOption = Annotated[
    bool | None,
    typer.Option(
        "--maintenance-indicator/--no-maintenance-indicator",
        help="Whether the API's indicator may be `maintenance`; without it, `none`, for programs that know only "
        "none, minor, major and critical.",
    ),
]
LocaleOption = Annotated[str | None, typer.Option(help=f"The language of its own words: {', '.join(LOCALES)}.")]
AccentOption = Annotated[
    str | None,
    typer.Option(help='The colour of its links, such as #14588f, or #14588f,#8fc7f7 for light and dark. "" ends it.'),
]
LogoOption = Annotated[
    str | None, typer.Option(metavar="FILE", help='A picture, at most 48 KiB: SVG, PNG, JPEG or GIF. "" ends it.')
]
LinkOption = Annotated[
    list[str] | None,
    typer.Option(metavar="LABEL=URL", help='Where else to go; may be repeated, and replaces all. "" ends them.'),
]
ColourOption = Annotated[
    list[str] | None,
    typer.Option(
        "--css-variable",
        metavar="NAME=COLOUR",
        help=f"A colour of the page, such as paper=#fff8f0, or paper=#fff8f0,#1a1410 for light and dark; paper= "
        f"is the usual one again. May be repeated. There are: {', '.join(PALETTE)}.",
    ),
]
MajorWeightOption = Annotated[int | None, typer.Option(help=_WEIGHT.format("a major outage"))]
PartialWeightOption = Annotated[int | None, typer.Option(help=_WEIGHT.format("a partial outage"))]
DegradedWeightOption = Annotated[int | None, typer.Option(help=_WEIGHT.format("degraded performance"))]


def read_logo(path: str | None) -> bytes | Keep | None:
    """Raises Invalid."""
    if path is None:
        return KEEP
    return read_file(path, name="logo") if path else None


def read_links(texts: Sequence[str] | None) -> list[tuple[str, str]] | Keep:
    """Raises Invalid."""
    return KEEP if texts is None else [link_of(each) for each in texts if each]
