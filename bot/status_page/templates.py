"""Loads the page's templates, from a checkout and from an installed wheel alike."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import timedelta
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact
from bot.domain.page import DEFAULT_LOCALE
from bot.domain.uptime import UPTIME_DAYS
from bot.status_page.languages import language
from bot.status_page.live_script import LIVE_SCRIPT
from bot.status_page.markdown import to_html, to_inline_html
from bot.status_page.snapshot import BarView, FrontPart, IncidentView, PageView, UpdateView
from bot.status_page.times import Times, rfc2822, timestamp

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


def tone_of(part: FrontPart) -> str:
    """The headline's: green only where somebody says that all is well."""
    if part.page.retired_at is not None:
        return TONES[Impact.NONE]
    return "ok" if part.headline.indicator is Impact.NONE else TONES[part.headline.indicator]


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


def content_security_policy(*styles: str) -> str:
    """Style sheets are known by their hashes; the one script comes from the page's own server, as do its news."""
    hashes = " ".join(f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles)
    return (
        f"default-src 'none'; script-src 'self'; connect-src 'self'; style-src {hashes}; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


CONTENT_SECURITY_POLICY = content_security_policy(STYLE)

_DECLARATIONS = r"(?:--[a-z]+:#[0-9a-f]{6};)+"
_OWN_STYLE = re.compile(
    rf"<style>(:root{{{_DECLARATIONS}}}@media\(prefers-color-scheme:dark\){{:root{{{_DECLARATIONS}}}}})</style>"
)


def own_style(page: PageView) -> Markup:
    """The accent and the colours that a page has of its own; empty where it has none."""
    accent = {} if page.accent is None else {"link": page.accent, "accent": page.accent}
    colours = {**page.colours, **accent}
    if not colours:
        return Markup()
    light = "".join(f"--{name}:{each.light};" for name, each in colours.items())
    dark = "".join(f"--{name}:{each.dark};" for name, each in colours.items())
    style = f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return Markup(style)  # noqa: S704 - names and colours were held to what they may be


def meta_policy(own: str) -> str:
    """For pages that a target serves without our headers. What only a header can say is left out."""
    policy = content_security_policy(STYLE, own) if own else CONTENT_SECURITY_POLICY
    return policy.partition("; frame-ancestors")[0]


def policy_of(document: str) -> str:
    """That of a rendered page: its own style is let through, too, if it is nothing but colours."""
    found = _OWN_STYLE.search(document)
    return content_security_policy(STYLE, found[1]) if found else CONTENT_SECURITY_POLICY


#: Those of an incident that goes on for days, or of dozens at once, in each language that somebody reads.
_UPDATES_KEPT = 4_096
_INCIDENTS_KEPT = 128


@cache
def _environment(tag: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_ROOT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    spoken = language(tag)
    # The method comes with the extension.
    environment.install_gettext_translations(spoken.words, newstyle=True)  # type: ignore[attr-defined]

    @lru_cache(maxsize=4_096)
    def drawn(bar: BarView, at: Times) -> Markup:
        """Of hundreds of components few have another bar than they had in the publication before."""
        text = environment.get_template("status_page/bar.html").render(bar=bar, at=at)
        return Markup(text.strip())  # noqa: S704 - a template's own, escaped there

    @lru_cache(maxsize=_UPDATES_KEPT)
    def written(update: UpdateView, at: Times, permalink: str, changes: bool, is_latest: bool) -> Markup:
        """An update is written once and stands there from then on, on two pages."""
        return stripped("status_page/update.html", update, at, permalink, changes, is_latest)

    @lru_cache(maxsize=_UPDATES_KEPT)
    def told(update: UpdateView, at: Times) -> Markup:
        return stripped("feed/update.html", update, at)

    @lru_cache(maxsize=_INCIDENTS_KEPT)
    def all_told(incident: IncidentView, at: Times) -> Markup:
        """As two feeds tell of it, which hold HTML as text."""
        return escape("".join(told(update, at) for update in reversed(incident.updates)))

    def stripped(template: str, *arguments: object) -> Markup:
        """What the template's only macro makes of them: to render a template takes several times as long."""
        text: str = environment.get_template(template).module.update(*arguments)  # type: ignore[attr-defined]
        return Markup(text.strip())  # noqa: S704 - a template's own, escaped there

    environment.globals.update(
        drawn=drawn,
        all_told=all_told,
        written=written,
        style=STYLE,
        own_style=own_style,
        meta_policy=meta_policy,
        live_script=LIVE_SCRIPT,
        language=spoken,
        bar_days=UPTIME_DAYS,
        seconds=lambda count: timedelta(seconds=count),
        tops=_TOPS,
        icons=asset("icons.svg"),
        tones=TONES,
        incident_status_words=spoken.incident_status,
        component_status_words=spoken.component_status,
        impact_words=spoken.impact,
    )
    environment.filters.update(
        duration=spoken.length,
        markdown=to_html,
        inline_markdown=to_inline_html,
        timestamp=timestamp,
        rfc2822=rfc2822,
    )
    return environment


def fill(template: str, *, locale: str = DEFAULT_LOCALE, **values: object) -> bytes:
    return _environment(locale).get_template(template).render(**values).encode()
