"""Slack's errors by what they mean for us: who is refused, and whether it may pass."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_sdk.errors import SlackApiError

#: The channel is closed to us.
BARRED = frozenset(
    {"not_in_channel", "channel_not_found", "is_archived", "restricted_action", "restricted_action_read_only_channel"}
    | {"no_permission"}  # “Make sure your app is a member of the conversation it's attempting to post a message to.”
)
#: The whole app is refused: a person has to mend the token or the scopes; what is owed stays owed.
REFUSED_TOKEN = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "not_allowed_token_type",
        "org_login_required",
        "team_access_not_granted",
        "ekm_access_denied",
        "access_denied",
        "accesslimited",
        "two_factor_setup_required",
        "team_added_to_org",
    }
)
#: What only concerns one thing that we may not do.
NOT_GRANTED = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})
#: Too much was said, by us or by all.
RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
#: Slack failed, perhaps after the effect was made.
UNCLEAR = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"})


_SECONDS = re.compile(r"[0-9]{1,9}")


def may_pass(error: SlackApiError) -> bool:
    """Whether the same call may succeed in a moment."""
    status, code = error.response.status_code, error_of(error)
    return status == 429 or status >= 500 or code in RATE_LIMITED or code in UNCLEAR


def error_of(error: SlackApiError) -> str:
    """Slack's word for it, or the status where a server before Slack has answered."""
    return str(error.response.get("error") or f"http_{error.response.status_code}")


def retry_after(error: SlackApiError) -> float | None:
    """Seconds; None where Slack does not say them as RFC 9110 has it, in whole ones and more than none."""
    seconds = str(error.response.headers.get("Retry-After", ""))
    return float(seconds) if _SECONDS.fullmatch(seconds) and int(seconds) else None
