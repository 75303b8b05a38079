"""Puts the doctor together, for what runs and for the command line."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.doctor import Doctor
from bot.delivery.slack_examination import SlackExamination
from bot.delivery.ways_in import ByHttp, BySocket
from bot.manifest import EVENTS_PATH, bot_scopes
from bot.settings import Mode, Settings
from bot.status_page.targets.target import Target
from bot.use_cases.clock import Clock
from storage.database import Database


def doctor_of(
    settings: Settings,
    database: Database,
    targets: Sequence[Target],
    client: AsyncWebClient | None,
    *,
    base_url: str,
    clock: Clock,
) -> Doctor:
    """`client` is None where Slack is not configured; `base_url` is where Slack's requests come in, if by HTTP."""
    if client is None:
        return Doctor(database, targets, None, clock)
    way_in = (
        BySocket(_revealed(settings.slack_app_token))
        if settings.mode is Mode.SOCKET
        else ByHttp(f"{base_url}{EVENTS_PATH}", _revealed(settings.slack_signing_secret), clock)
    )
    return Doctor(database, targets, SlackExamination(database, client, bot_scopes(), way_in, clock), clock)


def _revealed(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()
