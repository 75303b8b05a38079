"""What the outbox holds and why it waits, in words for the person who has to settle it."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.outcome import UNCLEAR
from storage.outbox import Owed

KINDS = {
    "announce": "the announcement",
    "edit_announcement": "the announcement, brought up to date",
    "post_reply": "an update in the thread",
    "edit_reply": "how far the page is, in an update",
    "point_to_thread": "where the thread is, to who declared",
    "post_handoff": "the lead, handed over",
    "post_nudge": "a reminder in the thread",
    "make_channel": "a channel of its own",
    "furnish_channel": "topic, bookmark and members of its own channel",
    "archive_channel": "its own channel, archived",
    "tell_barred": "a direct message: a channel does not let Stormlamp in",
    "tell_set_aside": "a direct message: something was set aside",
    "tell_not_made": "a direct message: there is no channel of its own",
}

_NOT_A_MEMBER = "Stormlamp is not a member of that channel, or it is gone: `/invite @Stormlamp` there"
_RESTRICTED = "only some people may post in that channel"
_APP_REFUSED = "Slack refuses the token: install the app again and set SLACK_BOT_TOKEN"
_ADMIN = "the workspace's settings forbid it: one of its admins can change that"
_SCOPES = "the app lacks a scope: bring it up to date with manifest.yml and install it again"
_SLACK_FAILED = "Slack failed; nothing is wrong here"
_MALFORMED = "Slack does not take the message as it is: that is a defect of Stormlamp, please report it"
_REASONS = {
    "not_in_channel": _NOT_A_MEMBER,
    "channel_not_found": _NOT_A_MEMBER,
    "is_archived": "that channel is archived: unarchive it, or drop this",
    "restricted_action": _RESTRICTED,
    "restricted_action_read_only_channel": _RESTRICTED,
    "restricted_action_thread_only_channel": _RESTRICTED,
    "ratelimited": "Slack wants us to slow down",
    **dict.fromkeys(
        ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
        _APP_REFUSED,
    ),
    **dict.fromkeys(("missing_scope", "no_permission", "not_allowed_token_type"), _SCOPES),
    **dict.fromkeys(
        (
            "org_login_required",
            "team_access_not_granted",
            "ekm_access_denied",
            "access_denied",
            "accesslimited",
            "two_factor_setup_required",
        ),
        _ADMIN,
    ),
    **dict.fromkeys(UNCLEAR, _SLACK_FAILED),
    **dict.fromkeys(
        ("invalid_blocks", "invalid_blocks_format", "msg_too_long", "no_text", "msg_blocks_too_long"), _MALFORMED
    ),
}


def kind_in_words(owed: Owed) -> str:
    return KINDS.get(owed.kind, f"{owed.kind}, which this version of Stormlamp does not know")


def reason_in_words(reason: str) -> str:
    """`reason` is Slack's error, a sentence of ours, or the name of an error that nobody foresaw."""
    if " " in reason:
        return reason
    if reason in _REASONS:
        return f"{_REASONS[reason]} ({reason})"
    if reason.startswith("http_5"):
        return f"{_SLACK_FAILED} ({reason})"
    if reason.islower():
        return f"Slack refuses it ({reason})"
    return f"Stormlamp could not make it ({reason}); its log says more"


def standing(owed: Owed, now: datetime) -> str:
    if owed.set_aside_at is not None:
        return "set aside"
    if owed.is_leased(now):
        return "being delivered"
    return "backing off" if owed.due_at > now else "waiting"
