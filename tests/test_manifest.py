from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.blocks.ids import Shortcut
from bot.domain.errors import Invalid
from bot.manifest import http_manifest, socket_mode_manifest

REPOSITORY = Path(__file__).parent.parent


def test_the_manifest_is_the_repositorys() -> None:
    assert socket_mode_manifest() == (REPOSITORY / "manifest.yml").read_text(encoding="utf-8")


def test_every_shortcut_that_the_bot_knows_is_in_the_manifest() -> None:
    manifest = yaml.safe_load(socket_mode_manifest())

    shortcuts = manifest["features"]["shortcuts"]
    assert {shortcut["callback_id"] for shortcut in shortcuts} == set(Shortcut)


def test_names_fit_slacks_limits() -> None:
    manifest = yaml.safe_load(socket_mode_manifest())

    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert all(len(shortcut["name"]) <= 24 for shortcut in manifest["features"]["shortcuts"])
    assert all(len(shortcut["description"]) <= 150 for shortcut in manifest["features"]["shortcuts"])


def test_signed_http_differs_in_its_addresses_and_the_socket_only() -> None:
    expected: dict[str, Any] = yaml.safe_load(socket_mode_manifest())
    address = "https://bot.example.com/slack/events"
    expected["features"]["slash_commands"][0]["url"] = address
    expected["settings"]["event_subscriptions"]["request_url"] = address
    expected["settings"]["interactivity"] |= {"request_url": address, "message_menu_options_url": address}
    expected["settings"]["socket_mode_enabled"] = False

    assert yaml.safe_load(http_manifest("https://bot.example.com/")) == expected


def test_domains_are_added_and_nothing_else() -> None:
    expected: dict[str, Any] = yaml.safe_load(socket_mode_manifest())
    expected["features"]["unfurl_domains"] = ["status.example.com", "example.org"]

    text = socket_mode_manifest(["Status.example.com", "example.org", "status.example.com"])

    assert yaml.safe_load(text) == expected
    assert "# announcements, replies" in text
    over_http = yaml.safe_load(http_manifest("https://bot.example.com", ["status.example.com"]))
    assert over_http["features"]["unfurl_domains"] == ["status.example.com"]


@pytest.mark.parametrize("domain", ["https://status.example.com", "status example", ".example.com", "status/", ""])
def test_a_domain_that_is_none_is_refused(domain: str) -> None:
    with pytest.raises(Invalid, match="is not a domain"):
        socket_mode_manifest([domain])


def test_more_domains_than_slack_takes_are_refused() -> None:
    with pytest.raises(Invalid, match="Slack takes 5 domains"):
        socket_mode_manifest([f"{letter}.example.com" for letter in "abcdef"])


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid, match=r"“bot\.example\.com” is not a public URL"):
        http_manifest("bot.example.com")
