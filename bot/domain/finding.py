"""What a look at the installation found: one thing, whether it is well, and what to do if it is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    subject: str
    is_ok: bool
    detail: str
    way_out: str = ""
