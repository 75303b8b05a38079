"""What the outbox holds and why it waits, in words for the person who has to settle it."""

from __future__ import annotations

from datetime import datetime

from bot.domain.texts import later, say
from bot.slack_errors import RATE_LIMITED, UNCLEAR
from storage.outbox import Owed

KINDS = {
    "announce": later("the announcement"),
    "edit_announcement": later("the announcement, brought up to date"),
    "post_reply": later("an update in the thread"),
    "edit_reply": later("how far the page is, in an update"),
    "point_to_thread": later("where the thread is, to who declared"),
    "post_handoff": later("the lead, handed over"),
    "post_nudge": later("a reminder in the thread"),
    "make_channel": later("a channel of its own"),
    "furnish_channel": later("topic, bookmark and members of its own channel"),
    "archive_channel": later("its own channel, archived"),
    "tell_barred": later("a direct message: a channel does not let Stormlamp in"),
    "tell_set_aside": later("a direct message: something was set aside"),
    "post_answer": later("the answer to a mention"),
    "tell_not_made": later("a direct message: there is no channel of its own"),
}

_UNKNOWN_KIND = later("{kind}, which this version of Stormlamp does not know")

_NOT_A_MEMBER = later("Stormlamp is not a member of that channel, or it is gone: `/invite @Stormlamp` there")
_RESTRICTED = later("only some people may post in that channel")
_APP_REFUSED = later("Slack refuses the token: install the app again and set SLACK_BOT_TOKEN")
_ADMIN = later("the workspace's settings forbid it: one of its admins can change that")
_SCOPES = later("the app lacks a scope: bring it up to date with manifest.yml and install it again")
_SLACK_FAILED = later("Slack failed; nothing is wrong here")
_MALFORMED = later("Slack does not take the message as it is: that is a defect of Stormlamp, please report it")
_REASONS = {
    "not_in_channel": _NOT_A_MEMBER,
    "channel_not_found": _NOT_A_MEMBER,
    "no_permission": _NOT_A_MEMBER,
    "is_archived": later("that channel is archived: unarchive it, or drop this"),
    "restricted_action": _RESTRICTED,
    "restricted_action_read_only_channel": _RESTRICTED,
    "restricted_action_thread_only_channel": _RESTRICTED,
    **dict.fromkeys(RATE_LIMITED, later("Slack wants us to slow down")),
    **dict.fromkeys(
        ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
        _APP_REFUSED,
    ),
    **dict.fromkeys(("missing_scope", "not_allowed_token_type"), _SCOPES),
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
    return say(KINDS.get(owed.kind, _UNKNOWN_KIND), kind=owed.kind)


def reason_in_words(reason: str) -> str:
    """`reason` is Slack's error, a sentence of ours, or the name of an error that nobody foresaw."""
    if " " in reason:
        return reason
    if reason in _REASONS:
        return f"{say(_REASONS[reason])} ({reason})"
    if reason.startswith("http_5"):
        return f"{say(_SLACK_FAILED)} ({reason})"
    if reason.islower():
        return say("Slack refuses it ({reason})", reason=reason)
    return say("Stormlamp could not make it ({reason}); its log says more", reason=reason)


def standing(owed: Owed, now: datetime) -> str:
    if owed.set_aside_at is not None:
        return say("set aside")
    if owed.is_leased(now):
        return say("being delivered")
    return say("backing off") if owed.due_at > now else say("waiting")
