"""Who is in the workspace: members, guests, strangers from another organisation, bots."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class UserKind(StrEnum):
    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"
    SINGLE_CHANNEL_GUEST = "single-channel guest"
    STRANGER = "stranger"
    BOT = "bot"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    id: str
    name: str
    real_name: str
    kind: UserKind
    team_id: str

    @property
    def may_type(self) -> bool:
        """Whether a person sits behind it, and can still come in."""
        return self.kind not in {UserKind.BOT, UserKind.DEACTIVATED}

    def to_json(self) -> dict[str, Any]:
        """As `users.info` has it."""
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.kind is UserKind.DEACTIVATED,
            "real_name": self.real_name,
            "tz": "Europe/Berlin",
            "profile": {"real_name": self.real_name, "display_name": self.name, "team": self.team_id},
            "is_admin": self.kind is UserKind.ADMIN,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.kind in {UserKind.GUEST, UserKind.SINGLE_CHANNEL_GUEST},
            "is_ultra_restricted": self.kind is UserKind.SINGLE_CHANNEL_GUEST,
            "is_bot": self.kind is UserKind.BOT,
            "is_app_user": False,
            "is_stranger": self.kind is UserKind.STRANGER,
            "updated": 1_700_000_000,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class UserGroup:
    id: str
    handle: str
    users: tuple[str, ...]
