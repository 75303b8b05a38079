"""What an attempt to deliver came to, and what each of Slack's errors means for the next one."""

from __future__ import annotations

import json
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.texts import say


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is there, or nothing is left to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Not now. `after` in seconds where Slack says when; `unclear` where the effect may have been made."""

    reason: str
    after: float | None = None
    unclear: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """The channel does not let us in; somebody has to open it. It is tried again, and at once when we are let in."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hopeless:
    """It can never succeed as it is: out of the way with it, and say so."""

    reason: str


Outcome = Delivered | Again | Barred | Hopeless

#: The channel is closed to us.
BARRED = frozenset(
    {"not_in_channel", "channel_not_found", "is_archived", "restricted_action", "restricted_action_read_only_channel"}
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
        "no_permission",
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
#: Of these, what only concerns one thing that we may not do.
NOT_GRANTED = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})
#: Slack failed, perhaps after the effect was made.
UNCLEAR = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"})


def error_of(error: SlackApiError) -> str:
    return str(error.response.get("error") or f"http_{error.response.status_code}")


def outcome_of(error: Exception) -> Outcome:
    """Only for what a call to Slack may raise."""
    match error:
        case SlackApiError():
            return _of_answer(error)
        case aiohttp.ClientConnectorError():
            return Again(reason=say("Slack can't be reached."))
        case TimeoutError() | aiohttp.ClientError() | SlackClientError() | json.JSONDecodeError():
            return Again(reason=say("Slack did not answer."), unclear=True)
    raise error


def _of_answer(error: SlackApiError) -> Outcome:
    code = error_of(error)
    if error.response.status_code == 429 or code == "ratelimited":
        return Again(reason="ratelimited", after=_retry_after(error))
    if error.response.status_code >= 500 or code in UNCLEAR:
        return Again(reason=code, unclear=True)
    if code in BARRED:
        return Barred(reason=code)
    if code in REFUSED_TOKEN:
        return Again(reason=code)
    return Hopeless(reason=code)


def _retry_after(error: SlackApiError) -> float:
    try:
        return max(0.0, float(error.response.headers.get("Retry-After", "1")))
    except ValueError:
        return 1.0
