"""Column types that give back what was put in, on every database."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, TypeDecorator


def in_range(number: int) -> int:
    """0, which no row has, for a number that its column could not hold, and that the driver would refuse."""
    return number if 0 < number < 2**31 else 0


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite keeps no zone and would give back a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def by_value(vocabulary: type[StrEnum]) -> Enum:
    """A StrEnum stored by its value, as text: a new word needs no migration."""

    def values(members: Any) -> list[str]:
        return [member.value for member in members]

    return Enum(vocabulary, values_callable=values, native_enum=False, length=32)
