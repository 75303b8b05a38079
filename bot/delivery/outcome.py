"""What an attempt to deliver came to, and what each of Slack's errors means for the next one."""

from __future__ import annotations

import json
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError, SlackObjectFormationError

from bot.domain.texts import say
from bot.slack_errors import BARRED, RATE_LIMITED, REFUSED_TOKEN, UNCLEAR, error_of, retry_after


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


def outcome_of(error: Exception) -> Outcome:
    """Only for what a call to Slack may raise."""
    match error:
        case SlackApiError():
            return _of_answer(error)
        case aiohttp.ClientConnectorError():
            return Again(reason=say("Slack can't be reached."))
        case SlackObjectFormationError():
            return Hopeless(reason="invalid_blocks")  # the SDK looks before Slack does
        case TimeoutError() | aiohttp.ClientError() | SlackClientError() | json.JSONDecodeError():
            return Again(reason=say("Slack did not answer."), unclear=True)
    raise error


def _of_answer(error: SlackApiError) -> Outcome:
    code = error_of(error)
    if error.response.status_code == 429 or code in RATE_LIMITED:
        return Again(reason="ratelimited", after=retry_after(error))
    if error.response.status_code >= 500 or code in UNCLEAR:
        return Again(reason=code, unclear=True)
    if code in BARRED:
        return Barred(reason=code)
    if code in REFUSED_TOKEN:
        return Again(reason=code)
    return Hopeless(reason=code)
