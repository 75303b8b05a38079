"""The fields that forms share, with their advice on how to write well for people in trouble."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DateTimePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)

from bot.blocks import limits
from bot.blocks.choices import option, plain
from bot.blocks.ids import Field, block_id
from bot.domain.incident import CHOOSABLE_IMPACTS, Impact, Incident, IncidentStatus, Update
from bot.domain.text import MESSAGE_LIMIT, TITLE_LIMIT, clean_line
from bot.domain.texts import later, say
from bot.domain.wording import IMPACT, INCIDENT_STATUS, duration

#: The choice that takes back an impact which a responder set before.
FOLLOW_COMPONENTS = "follow_components"

_PROMISES = tuple(timedelta(minutes=minutes) for minutes in (15, 30, 45, 60, 90, 120, 180, 240))

_TITLE_HINT = later("What users notice, in a few words.")
_FIRST_MESSAGE_HINT = later(
    "Say what users see, what you do, and when you will write next. No blame, no promise you can't keep. "
    "E.g. “Some pages load slowly since 14:05 UTC. We are looking for the cause and write again by 14:45.”"
)
_MESSAGE_HINT = later(
    "Say what has changed for users, what you do, and when you will write next. No blame, no promise you can't keep. "
    "E.g. “We have found the cause and expect to be back by 15:00 UTC.”"
)
_RESOLUTION_HINT = later(
    "Say what works again, since when, and whether users have to do anything. "
    "E.g. “Pages load normally again since 15:10 UTC. Nothing was lost and nothing needs to be done.”"
)


def title_field(title: str) -> Block:
    return InputBlock(
        block_id=block_id(Field.TITLE),
        label=say("Title"),
        hint=say(_TITLE_HINT),
        element=PlainTextInputElement(
            action_id=Field.TITLE,
            # Slack takes no line break in a field of one line.
            initial_value=limits.cut(clean_line(title), TITLE_LIMIT) or None,
            placeholder=say("Website loading slowly"),
            max_length=TITLE_LIMIT,
            focus_on_load=not title,
        ),
    )


def message_field(message: str, *, hint: str) -> Block:
    return InputBlock(
        block_id=block_id(Field.MESSAGE),
        label=say("Message"),
        hint=hint,
        element=PlainTextInputElement(
            action_id=Field.MESSAGE,
            initial_value=limits.cut(message, MESSAGE_LIMIT) or None,
            multiline=True,
            max_length=MESSAGE_LIMIT,
        ),
    )


def first_message_field(message: str) -> Block:
    return message_field(message, hint=say(_FIRST_MESSAGE_HINT))


def next_message_field(message: str) -> Block:
    return message_field(message, hint=say(_MESSAGE_HINT))


def resolution_message_field(message: str) -> Block:
    return message_field(message, hint=say(_RESOLUTION_HINT))


def status_field(
    status: IncidentStatus, *, scope: str, choices: Sequence[IncidentStatus] = tuple(IncidentStatus)
) -> Block:
    options = {each: option(say(INCIDENT_STATUS[each]), each) for each in choices}
    return InputBlock(
        block_id=block_id(Field.STATUS, scope),
        label=say("Status"),
        element=StaticSelectElement(
            action_id=Field.STATUS, options=list(options.values()), initial_option=options[status]
        ),
    )


def impact_field(impact: Impact | None, *, scope: str, hint: str, settled: Impact | None = None) -> Block:
    """`settled` is what a responder set before: it can be taken back."""
    values = dict.fromkeys([*CHOOSABLE_IMPACTS, *([] if settled is None else [settled])])
    options: dict[Impact | None, Option] = {each: option(say(IMPACT[each]), each) for each in values}
    if settled is not None:
        options[None] = option(say("Let it follow from the components"), FOLLOW_COMPONENTS)
    return InputBlock(
        block_id=block_id(Field.IMPACT, scope),
        label=say("Impact"),
        hint=hint,
        optional=True,
        element=StaticSelectElement(
            action_id=Field.IMPACT,
            placeholder=say("Follows from the components"),
            options=list(options.values()),
            initial_option=options.get(impact) if settled is not None or impact is not None else None,
        ),
    )


def next_update_field(chosen: timedelta | None, *, scope: str) -> Block:
    options = {each: option(duration(each), str(int(each.total_seconds()) // 60)) for each in _PROMISES}
    return InputBlock(
        block_id=block_id(Field.NEXT_UPDATE, scope),
        label=say("Next update in"),
        hint=say("The page says when, and this thread is reminded in time. Left empty, nothing is promised."),
        optional=True,
        element=StaticSelectElement(
            action_id=Field.NEXT_UPDATE,
            placeholder=say("No promise"),
            options=list(options.values()),
            initial_option=None if chosen is None else options.get(chosen),
        ),
    )


def publish_field(*, ticked: bool) -> Block:
    now = Option(value="yes", text=say("Publish now"))
    return InputBlock(
        block_id=block_id(Field.PUBLISH),
        label=say("Publish to the status page now"),
        hint=say("Without it the incident lives in Slack only, until somebody presses Publish."),
        optional=True,
        element=CheckboxesElement(action_id=Field.PUBLISH, options=[now], initial_options=[now] if ticked else None),
    )


def own_channel_field(*, ticked: bool) -> Block:
    yes = Option(value="yes", text=say("Open a channel for it"))
    return InputBlock(
        block_id=block_id(Field.OWN_CHANNEL),
        label=say("A channel of its own"),
        hint=say("A public one, to which you are invited. Updates appear there, too."),
        optional=True,
        element=CheckboxesElement(
            action_id=Field.OWN_CHANNEL, options=[yes], initial_options=[yes] if ticked else None
        ),
    )


def update_choice_field(incident: Incident, chosen: Update) -> Block:
    """Which update is meant; another choice brings another form. A withdrawn one can't be chosen."""
    options = {
        update.position: option(_update_label(update), str(update.position))
        for update in reversed(incident.updates)
        if not update.is_withdrawn
    }
    offered = plain(list(options.values()))
    return InputBlock(
        block_id=block_id(Field.UPDATE, incident.reference),
        label=say("Update"),
        dispatch_action=True,
        element=StaticSelectElement(
            action_id=Field.UPDATE,
            options=offered.options,
            option_groups=offered.groups,
            initial_option=options[chosen.position],
        ),
    )


def _update_label(update: Update) -> str:
    text = " ".join(update.message.split())
    return limits.cut(f"{update.position}. {say(INCIDENT_STATUS[update.status])}: {text}", limits.OPTION_TEXT)


def text_field(
    field: Field, label: str, text: str, *, hint: str, scope: str, limit: int = MESSAGE_LIMIT, multiline: bool = True
) -> Block:
    return InputBlock(
        block_id=block_id(field, scope),
        label=label,
        hint=hint,
        element=PlainTextInputElement(
            action_id=field,
            initial_value=limits.cut(text, limit) or None,
            multiline=multiline,
            max_length=limit,
        ),
    )


def time_field(field: Field, label: str, at: datetime | None, *, scope: str, hint: str) -> Block:
    """The reader's own time zone: Slack gives back the moment."""
    return InputBlock(
        block_id=block_id(field, scope),
        label=label,
        hint=hint,
        element=DateTimePickerElement(action_id=field, initial_date_time=None if at is None else int(at.timestamp())),
    )


def reopen_field(incident: Incident, *, ticked: bool, restores: str) -> Block:
    """`restores` says what comes back, for people."""
    confirmed = Option(
        value="yes", text=say("Reopen {reference}", reference=incident.reference), description=limits.cut(restores, 75)
    )
    return InputBlock(
        block_id=block_id(Field.REOPEN, incident.reference),
        label=say("{reference} is resolved", reference=incident.reference),
        hint=say("Any status but Resolved opens it again, on the page and in Slack."),
        optional=True,
        element=CheckboxesElement(
            action_id=Field.REOPEN, options=[confirmed], initial_options=[confirmed] if ticked else None
        ),
    )


def notice(text: str) -> Block:
    """What has happened to the form, said at its top. The text is mrkdwn."""
    return SectionBlock(text=limits.cut_escaped(f"⚠️ {text}", limits.SECTION_TEXT))
