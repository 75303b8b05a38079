"""The Slack app's manifest: as it stands in manifest.yml, or changed for signed HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.domain.page import valid_public_url

#: Where Slack sends everything in HTTP mode.
EVENTS_PATH = "/slack/events"

_HERE = Path(__file__).parent
_PLACES = (_HERE / "manifest.yml", _HERE.parent / "manifest.yml")  # in a wheel, in the repository


def socket_mode_manifest() -> str:
    return next(place for place in _PLACES if place.is_file()).read_text(encoding="utf-8")


def bot_scopes() -> frozenset[str]:
    """What the app may do in a workspace."""
    manifest: dict[str, Any] = yaml.safe_load(socket_mode_manifest())
    return frozenset(manifest["oauth_config"]["scopes"]["bot"])


def http_manifest(url: str) -> str:
    """For a bot that Slack reaches at that address. Raises Invalid."""
    address = f"{valid_public_url(url)}{EVENTS_PATH}"
    manifest: dict[str, Any] = yaml.safe_load(socket_mode_manifest())
    for command in manifest["features"]["slash_commands"]:
        command["url"] = address
    settings = manifest["settings"]
    settings["event_subscriptions"]["request_url"] = address
    settings["interactivity"]["request_url"] = address
    settings["interactivity"]["message_menu_options_url"] = address
    settings["socket_mode_enabled"] = False
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)
