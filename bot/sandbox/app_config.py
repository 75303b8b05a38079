"""The Slack app as its manifest describes it: what it may do, and what it is told."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import yaml

from bot.manifest import bot_scopes, socket_mode_manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    callback_id: str
    name: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppConfig:
    scopes: frozenset[str]
    events: frozenset[str]
    commands: frozenset[str]
    escapes: bool
    shortcuts: tuple[Shortcut, ...]
    has_home: bool
    unfurl_domains: tuple[str, ...] = ()


@functools.cache
def installed_app(domains: tuple[str, ...] = ()) -> AppConfig:
    """From the manifest that real workspaces import, so that a scope missing there is missing here."""
    manifest: dict[str, Any] = yaml.safe_load(socket_mode_manifest(domains))
    features, settings = manifest["features"], manifest["settings"]
    commands = features.get("slash_commands", [])
    return AppConfig(
        scopes=bot_scopes(),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        commands=frozenset(command["command"] for command in commands),
        escapes=any(command.get("should_escape", False) for command in commands),
        shortcuts=tuple(
            Shortcut(callback_id=each["callback_id"], name=each["name"], type=each["type"])
            for each in features.get("shortcuts", [])
        ),
        has_home=bool(features.get("app_home", {}).get("home_tab_enabled")),
        unfurl_domains=tuple(features.get("unfurl_domains", ())),
    )
