"""The ids by which Slack's answers are known again: of views, of actions, and of the fields of a form."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache


class Form(StrEnum):
    """The forms that a responder fills in; also the callback ids of their views."""

    DECLARE = "declare_form"
    UPDATE = "update_form"
    RESOLVE = "resolve_form"
    REOPEN = "reopen_form"
    PUBLISH = "publish_form"
    CORRECT = "correct_form"
    RETRACT = "retract_form"
    EDIT = "edit_form"
    CANCEL = "cancel_form"
    BACKFILL = "backfill_form"


PICKER = "incident_picker"
NOTICE = "notice"
#: The head of the block ids of what was typed and no field of a form holds.
KEPT = "kept"


class Shortcut(StrEnum):
    DECLARE_INCIDENT = "declare_incident"
    POST_TO_STATUS_PAGE = "post_to_status_page"
    DECLARE_FROM_MESSAGE = "declare_incident_from_message"


class AnnouncementAction(StrEnum):
    POST_UPDATE = "announcement_post_update"
    RESOLVE = "announcement_resolve"
    PUBLISH = "announcement_publish"
    TAKE_LEAD = "announcement_take_lead"
    VIEW_PAGE = "announcement_view_page"


ACCEPT_HANDOFF = "accept_handoff"


class Snooze(StrEnum):
    """Buttons of a reminder; their value is an incident's number and the kind of reminder."""

    QUARTER = "snooze_15"
    HALF = "snooze_30"
    HOUR = "snooze_60"

    @property
    def minutes(self) -> int:
        return int(self.removeprefix("snooze_"))


class OpenForm(StrEnum):
    """Buttons that open a form, by its name; their value is a FormRequest."""

    DECLARE = "open_declare_form"
    UPDATE = "open_update_form"
    RESOLVE = "open_resolve_form"
    REOPEN = "open_reopen_form"
    PUBLISH = "open_publish_form"
    CORRECT = "open_correct_form"
    RETRACT = "open_retract_form"
    EDIT = "open_edit_form"
    CANCEL = "open_cancel_form"
    BACKFILL = "open_backfill_form"


class RunCommand(StrEnum):
    """Buttons whose value is the text of a command; what it answers takes the place of their message."""

    RUN = "run_command"
    NEWER = "run_command_newer"
    OLDER = "run_command_older"


class FormAction(StrEnum):
    """Buttons in a view; their value is an incident's number."""

    UPDATE_INSTEAD = "update_instead"
    PICK = "pick_incident"
    PREVIEW = "preview"


HOME = "home"


class HomeAction(StrEnum):
    """What changes the leaf or the filters of the home tab; of the turning buttons the value is a leaf's number."""

    FILTER_PAGE = "home_filter_page"
    FILTER_STANDING = "home_filter_standing"
    NEWER = "home_newer"
    OLDER = "home_older"


class AdminView(StrEnum):
    """What only admins see; the forms are pushed upon the lists."""

    PAGES = "admin_pages"
    COMPONENTS = "admin_components"
    MESSAGES = "admin_messages"
    PAGE_FORM = "page_form"
    LOOK_FORM = "look_form"
    REMOVE_PAGE_FORM = "remove_page_form"
    COMPONENT_FORM = "component_form"
    GROUP_FORM = "group_form"
    RETIRE_FORM = "retire_form"
    DISSOLVE_FORM = "dissolve_form"
    MESSAGE_FORM = "ready_message_form"
    REMOVE_MESSAGE_FORM = "remove_ready_message_form"


class AdminAction(StrEnum):
    """`MENU` has choices, `AdminChoice:` and an id; of `TURN_…` the value is a leaf's number."""

    OPEN = "admin_open"
    MENU = "admin_menu"
    ADD_PAGE = "admin_add_page"
    ADD_COMPONENT = "admin_add_component"
    ADD_MESSAGE = "admin_add_message"
    COMPONENTS = "admin_list_components"
    MESSAGES = "admin_list_messages"
    REMOVE_PAGE = "admin_remove_page"
    TURN_BACK = "admin_turn_back"
    TURN_ON = "admin_turn_on"


class AdminChoice(StrEnum):
    COMPONENTS = "components"
    SETTINGS = "settings"
    LOOK = "look"
    PAGE_UP = "page_up"
    PAGE_DOWN = "page_down"
    EDIT = "edit"
    RENAME = "rename"
    UP = "up"
    DOWN = "down"
    RETIRE = "retire"
    DISSOLVE = "dissolve"
    EDIT_MESSAGE = "edit_message"
    REMOVE_MESSAGE = "remove_message"


class AdminField(StrEnum):
    """Block id and action id of a field, and the `field` of an error that belongs to it."""

    SLUG = "slug"
    NAME = "name"
    TIME_ZONE = "time_zone"
    HISTORY_DAYS = "history_days"
    CHANNEL = "channel"
    PUBLIC_URL = "public_url"
    ANNOUNCE_CHANGES = "announce_changes"
    LOCALE = "locale"
    ACCENT = "accent"
    LINKS = "links"
    LOGO = "logo"
    NO_LOGO = "no_logo"
    ARCHIVE = "archive"
    MAJOR_WEIGHT = "major_weight"
    PARTIAL_WEIGHT = "partial_weight"
    DEGRADED_WEIGHT = "degraded_weight"
    GROUP = "group"
    DESCRIPTION = "description"
    MESSAGE = "message"


OPEN_LINK = "open_link"


class Field(StrEnum):
    """A field of a form: its action id, the head of its block id, and the `field` of an error that belongs to it."""

    TITLE = "title"
    PAGE = "page"
    STATUS = "status"
    MESSAGE = "message"
    COMPONENTS = "components"
    COMPONENT_STATUS = "component_status"
    STATUS_OF_ALL = "status_of_all"
    IMPACT = "impact"
    REOPEN = "reopen"
    PUBLISH = "publish"
    NEXT_UPDATE = "next_update"
    OWN_CHANNEL = "own_channel"
    UPDATE = "update"
    REASON = "reason"
    RESOLUTION = "resolution"
    STARTED_AT = "started_at"
    RESOLVED_AT = "resolved_at"
    AS_IS = "as_is"
    READY_MESSAGE = "ready_message"


def block_id(field: Field, *scope: str) -> str:
    """Slack keeps what was typed while the block id stays, so what brings another prefill needs another scope."""
    return ":".join((field, *scope))


@lru_cache(maxsize=4_096)
def field_of(block_id: str) -> tuple[str, tuple[str, ...]]:
    """The head of a block id and its scope; the head is no Field where the block is not one of ours."""
    head, *scope = block_id.split(":")
    return head, tuple(scope)
