"""Loads the page's templates, from a checkout and from an installed wheel alike."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.domain import wording
from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact
from bot.domain.uptime import UPTIME_DAYS
from bot.status_page.live_script import LIVE_SCRIPT
from bot.status_page.markdown import to_html, to_inline_html
from bot.status_page.times import month_title, percent, rfc2822, timestamp

#: `templates` stands beside `bot`, in the repository as in site-packages.
_ROOT = Path(__file__).parents[2] / "templates"

#: The icon and the colour of a value, by the name that icons.svg and style.css have for it.
TONES = MappingProxyType(
    {
        ComponentStatus.OPERATIONAL: "ok",
        ComponentStatus.UNDER_MAINTENANCE: "maintenance",
        ComponentStatus.DEGRADED_PERFORMANCE: "minor",
        ComponentStatus.PARTIAL_OUTAGE: "major",
        ComponentStatus.MAJOR_OUTAGE: "critical",
        Impact.NONE: "notice",
        Impact.MAINTENANCE: "maintenance",
        Impact.MINOR: "minor",
        Impact.MAJOR: "major",
        Impact.CRITICAL: "critical",
    }
)


#: Where the shape of a day begins, of eight from the top: a colour alone would tell some people nothing.
_TOPS = MappingProxyType(
    {
        None: 6,
        ComponentStatus.OPERATIONAL: 3,
        ComponentStatus.UNDER_MAINTENANCE: 2,
        ComponentStatus.DEGRADED_PERFORMANCE: 2,
        ComponentStatus.PARTIAL_OUTAGE: 1,
        ComponentStatus.MAJOR_OUTAGE: 0,
    }
)


def asset(name: str) -> Markup:
    """One of our own files, to stand in a page as it is, but for its indentation and comments."""
    text = re.sub(r"/\*.*?\*/|<!--.*?-->", "", (_ROOT / "status_page" / name).read_text(encoding="utf-8"), flags=re.S)
    return Markup("\n".join(line.strip() for line in text.splitlines() if line.strip()))  # noqa: S704 - nobody typed it


STYLE = asset("style.css")

#: The one style sheet is known by its hash, the one script comes from the page's own server, as do its news.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_ROOT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        style=STYLE,
        live_script=LIVE_SCRIPT,
        bar_days=UPTIME_DAYS,
        tops=_TOPS,
        icons=asset("icons.svg"),
        tones=TONES,
        incident_status_words=wording.INCIDENT_STATUS,
        component_status_words=wording.COMPONENT_STATUS,
        impact_words=wording.IMPACT,
    )
    environment.filters.update(
        duration=wording.duration,
        length_of=lambda seconds: wording.duration(timedelta(seconds=seconds)),
        uptime=percent,
        markdown=to_html,
        inline_markdown=to_inline_html,
        month_title=month_title,
        timestamp=timestamp,
        rfc2822=rfc2822,
    )
    return environment


_templates = _environment()


def fill(template: str, **values: object) -> bytes:
    return _templates.get_template(template).render(**values).encode()
