"""A rendered file, as every target gets it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """`language` is that of the words in it, which visitors may ask for in another one."""

    content_type: str
    body: bytes
    language: str = ""
