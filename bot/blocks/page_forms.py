"""The forms in which admins make a page, and change what it does and how it looks."""

from __future__ import annotations

from babel import Locale
from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    ConversationFilter,
    ConversationSelectElement,
    InputBlock,
    MarkdownTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.admin_fields import box, form, text_field
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.choices import option
from bot.blocks.ids import AdminField, AdminView
from bot.blocks.mrkdwn import escape
from bot.domain.page import HISTORY_DAYS_DEFAULT, LOCALES, Page, settings_of
from bot.domain.text import NAME_LIMIT
from bot.domain.texts import later, say

_SLUG_LIMIT = 63
_URL_LIMIT = 500
_ACCENT_LIMIT = 16
_WEIGHTS = later("In percent: how much of the length of {of} is held against uptime.")
_REMOVE = later(
    "*{name}* leaves all forms and lists, and takes no incident any more. What the public could read stays at its "
    "addresses, below the remark that the page is no longer updated. It can't be brought back.\n"
    "A page that never had an incident, and was published to no other place, is deleted instead."
)
_LONG_LINKS = later("Its links are too long for this form: `stormlamp page edit {slug} --link LABEL=URL`")
_PICTURE = later("A picture in a file, of up to 48 KiB: `stormlamp page edit {slug} --logo FILE`")


def page_form(page: Page | None, memory: AdminMemory) -> View:
    """Without a page, for a new one: its address can't be changed later."""
    slug = [
        text_field(
            AdminField.SLUG,
            say("Short name"),
            "",
            hint=say("In its address: lower-case letters, digits, hyphens. It stays."),
            limit=_SLUG_LIMIT,
            placeholder="acme",
        )
    ]  # fmt: skip
    channels = ConversationSelectElement(
        action_id=AdminField.CHANNEL,
        initial_conversation=None if page is None else page.channel,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    return form(
        AdminView.PAGE_FORM,
        say("Add a page") if page is None else say("Page settings"),
        memory if page is None else memory.showing(settings_of(page)),
        [
            *(slug if page is None else []),
            text_field(
                AdminField.NAME,
                say("Name"),
                "" if page is None else page.name,
                hint=say("For people."),
                limit=NAME_LIMIT,
            ),
            InputBlock(
                block_id=AdminField.CHANNEL,
                label=say("Channel"),
                hint=say("Where its incidents are announced. The bot joins a public one; invite it to a private one."),
                optional=True,
                element=channels,
            ),
            text_field(
                AdminField.TIME_ZONE,
                say("Time zone"),
                "UTC" if page is None else page.time_zone,
                hint=say("Where its days begin and end, such as Europe/Berlin."),
                limit=NAME_LIMIT,
            ),
            text_field(
                AdminField.HISTORY_DAYS,
                say("Days of history"),
                str(HISTORY_DAYS_DEFAULT if page is None else page.history_days),
                hint=say("How long a resolved incident stays on the front page."),
                limit=3,
            ),
            text_field(
                AdminField.PUBLIC_URL,
                say("Public address"),
                (page and page.public_url) or "",
                hint=say("Its own, such as https://status.example.com, where it has one."),
                limit=_URL_LIMIT,
                optional=True,
            ),
            box(
                AdminField.ANNOUNCE_CHANGES,
                say("Announcements"),
                say("Show later changes of status in the channel, too"),
                ticked=page is None or page.announce_changes,
            ),
        ],
    )


def look_form(page: Page, memory: AdminMemory) -> View:
    weights = page.weights
    return form(
        AdminView.LOOK_FORM,
        say("Look and uptime"),
        memory.showing(settings_of(page)),
        [
            _locale_field(page.locale),
            text_field(
                AdminField.ACCENT,
                say("Accent colour"),
                str(page.accent or ""),
                hint=say("Of its links, such as #14588f; or two, for light and dark: #14588f,#8fc7f7. Empty for ours."),
                limit=_ACCENT_LIMIT,
                optional=True,
            ),
            _links_field(page),
            *_logo_fields(page),
            box(
                AdminField.ARCHIVE,
                say("History"),
                say("The public can read the history"),
                ticked=page.has_archive,
                hint=say("Without it, only what stands on the front page."),
            ),
            _weight_field(AdminField.MAJOR_WEIGHT, say("a major outage"), weights.major),
            _weight_field(AdminField.PARTIAL_WEIGHT, say("a partial outage"), weights.partial),
            _weight_field(AdminField.DEGRADED_WEIGHT, say("degraded performance"), weights.degraded),
        ],
    )


def remove_page_form(page: Page, memory: AdminMemory) -> View:
    text = say(_REMOVE, name=escape(page.name))
    slug = text_field(
        AdminField.SLUG,
        say("Its short name"),
        "",
        hint=say("To remove it, type: {page}", page=page.slug),
        limit=_SLUG_LIMIT,
    )
    return form(
        AdminView.REMOVE_PAGE_FORM, say("Remove page"), memory, [SectionBlock(text=text), slug], submit=say("Remove")
    )


def _locale_field(locale: str) -> Block:
    options = {each: option(_language(each), each) for each in LOCALES}
    return InputBlock(
        block_id=AdminField.LOCALE,
        label=say("Language"),
        hint=say("Of the page's own words; what responders write stays as it is."),
        element=StaticSelectElement(
            action_id=AdminField.LOCALE, options=list(options.values()), initial_option=options[locale]
        ),
    )


def _language(tag: str) -> str:
    locale = Locale.parse(tag, sep="-")
    names = dict.fromkeys([locale.get_display_name("en"), locale.get_display_name()])
    return " · ".join(name for name in names if name)


def _links_field(page: Page) -> Block:
    """None to type in where a field of Slack's does not hold them all: what it cut off would be lost."""
    links = "\n".join(f"{link.label} = {link.url}" for link in page.links)
    if len(links) > limits.INPUT_TEXT:
        return ContextBlock(elements=[MarkdownTextObject(text=say(_LONG_LINKS, slug=page.slug))])
    return text_field(
        AdminField.LINKS,
        say("Links"),
        links,
        hint=say("Where else to go, one a line: Support = https://example.com/help"),
        limit=limits.INPUT_TEXT,
        optional=True,
        multiline=True,
    )


def _logo_fields(page: Page) -> list[Block]:
    """Slack gives no file back that was typed: a logo that is there stays unless another one, or none, is asked for."""
    label = say("Logo, as the text of an SVG") if page.logo is None else say("Another logo, as the text of an SVG")
    return [
        text_field(
            AdminField.LOGO,
            label,
            "",
            hint=say("Paste the file's text: <svg …>…</svg>"),
            limit=limits.INPUT_TEXT,
            optional=True,
            multiline=True,
        ),
        *([] if page.logo is None else [box(AdminField.NO_LOGO, say("Logo"), say("Take the logo away"), ticked=False)]),
        ContextBlock(elements=[MarkdownTextObject(text=say(_PICTURE, slug=page.slug))]),
    ]


def _weight_field(field: AdminField, of: str, percent: int) -> Block:
    label = say("Weight of {of}", of=of)
    return text_field(field, label, str(percent), hint=say(_WEIGHTS, of=of), limit=3)
