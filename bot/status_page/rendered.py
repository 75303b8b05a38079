"""A rendered file, as every target gets it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedFile:
    content_type: str
    body: bytes
