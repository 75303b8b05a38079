"""Ids that may stand in a public address: they tell nothing, neither a count nor a time."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no letter reads like a digit
_LENGTH = 12  # 60 bits


def new_id() -> str:
    # At once: to ask the system for each letter costs more than all else in it.
    bits = secrets.randbits(5 * _LENGTH)
    return "".join(_ALPHABET[bits >> 5 * place & 31] for place in range(_LENGTH))
