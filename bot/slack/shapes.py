"""What Slack's deliveries have, as far as we read them; what else they have is Slack's own business.

Only Slack can sign one, or say it on its socket. But it is looked at before anything is done with it, so that nobody
behind stumbles over what is not there.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.slack.payload import Payload


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True)


def _whole(text: str) -> str:
    """JSON may hold half of a pair, which no database takes. Raises ValueError."""
    text.encode()
    return text


_Text = Annotated[str, AfterValidator(_whole)]


class _Named(_Shape):
    id: str


class _Container(_Shape):
    channel_id: str | None = None


class _Option(_Shape):
    value: str


class _Action(_Shape):
    type: str | None = None
    action_id: str
    action_ts: str | None = None
    value: str | None = None
    selected_option: _Option | None = None


class _Block(_Shape):
    type: str
    block_id: str = ""


class _Entered(_Shape):
    value: _Text | None = None


class _State(_Shape):
    values: dict[str, dict[str, _Entered]]


class _View(_Shape):
    id: str
    type: str
    callback_id: str
    private_metadata: str | None = None
    previous_view_id: str | None = None
    state: _State | None = None
    blocks: list[_Block] | None = None


class _SentView(_View):
    state: _State
    blocks: list[_Block]


class _Message(_Shape):
    ts: str
    thread_ts: str | None = None
    text: _Text | None = None


class _Command(_Shape):
    command: str
    text: _Text = ""
    user_id: str
    channel_id: str | None = None
    trigger_id: str
    response_url: str | None = None


class _Interaction(_Shape):
    user: _Named
    channel: _Named | None = None
    container: _Container | None = None
    response_url: str | None = None


class _Click(_Interaction):
    trigger_id: str
    actions: Annotated[list[_Action], Field(min_length=1)]
    view: _View | None = None


class _Submission(_Interaction):
    view: _SentView


class _Suggestion(_Interaction):
    action_id: str
    value: str | None = None
    view: _View


class _Closed(_Interaction):
    view: _View


class _Shortcut(_Interaction):
    trigger_id: str
    callback_id: str


class _MessageShortcut(_Shortcut):
    message: _Message


class _Event(_Shape):
    type: str


class _Mention(_Event):
    channel: str
    ts: str
    thread_ts: str | None = None
    text: _Text | None = None
    user: str | None = None
    bot_id: str | None = None


class _HomeView(_Shape):
    callback_id: str | None = None
    private_metadata: str | None = None


class _HomeOpened(_Event):
    user: str
    tab: str | None = None
    view: _HomeView | None = None


class _Link(_Shape):
    url: str


class _LinkShared(_Event):
    channel: str
    message_ts: str | None = None
    links: list[_Link]
    unfurl_id: str | None = None
    source: str | None = None


class _Joined(_Event):
    user: str
    channel: str


class _Item(_Shape):
    type: str
    channel: str | None = None
    ts: str | None = None


class _Reaction(_Event):
    user: str
    reaction: str
    item: _Item


class _Happened(_Shape):
    event: dict[str, Any]


class _HappenedOnce(_Happened):
    event_id: str


_INTERACTIONS: dict[str, type[_Interaction]] = {
    "block_actions": _Click,
    "block_suggestion": _Suggestion,
    "message_action": _MessageShortcut,
    "shortcut": _Shortcut,
    "view_closed": _Closed,
    "view_submission": _Submission,
}
_EVENTS: dict[str, tuple[type[_Happened], type[_Event]]] = {
    "app_home_opened": (_Happened, _HomeOpened),
    "app_mention": (_HappenedOnce, _Mention),
    "link_shared": (_HappenedOnce, _LinkShared),
    "member_joined_channel": (_Happened, _Joined),
    "reaction_added": (_HappenedOnce, _Reaction),
    "reaction_removed": (_HappenedOnce, _Reaction),
}


def what_is_missing(body: Payload) -> str | None:
    """The name of what it does not have, or has in another form; None where it is as Slack sends it, or of a kind
    that we do not read.
    """
    try:
        _read(body)
    except ValidationError as error:
        # Its values are what people typed.
        return ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"])
    return None


def _read(body: Payload) -> None:
    """Raises ValidationError."""
    kind = body.get("type")
    if "command" in body:
        _Command.model_validate(body)
    elif kind == "event_callback":
        event = _Happened.model_validate(body).event
        around, within = _EVENTS.get(_Event.model_validate(event).type, (_Happened, _Event))
        around.model_validate(body)
        within.model_validate(event)
    elif isinstance(kind, str) and kind in _INTERACTIONS:
        _INTERACTIONS[kind].model_validate(body)
