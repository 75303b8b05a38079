"""Ids that may stand in a public address: they tell nothing, neither a count nor a time."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no letter reads like a digit
_LENGTH = 12  # 60 bits


def new_id() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
