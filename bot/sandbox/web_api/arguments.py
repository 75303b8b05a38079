"""The arguments of a call, in whichever of four ways they were sent: a query (GET or POST), JSON, a form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.api_error import ApiError


class Arguments:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str:
        """Raises ApiError where it is missing."""
        value = self.optional_text(name)
        if value is None or value == "":
            raise ApiError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def optional_text(self, name: str) -> str | None:
        value = self._values.get(name)
        if value is not None and not isinstance(value, str | int | float | bool):
            raise ApiError("invalid_arguments", [f"[ERROR] must be a string [json-pointer:/{name}]"])
        return None if value is None else str(value)

    def flag(self, name: str) -> bool:
        return str(self._values.get(name, "")).casefold() in {"true", "1"}

    def number(self, name: str, default: int, *, most: int) -> int:
        try:
            number = int(self._values.get(name, default))
        except (ValueError, TypeError) as error:
            raise ApiError("invalid_arguments", [f"[ERROR] must be a number [json-pointer:/{name}]"]) from error
        if not 1 <= number <= most:
            raise ApiError("invalid_limit" if name == "limit" else "invalid_arguments")
        return number

    def json(self, name: str, *, otherwise: str = "invalid_arguments") -> Any:
        """A structure, sent as JSON text or inside a JSON body; None where it is not there."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if value == "":
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise ApiError(otherwise) from error


async def read_arguments(request: Request) -> Arguments:
    """Raises ApiError for a body that can't be read."""
    values: dict[str, Any] = dict(request.query_params)
    if request.method == "POST":
        values |= await _read_body(request)
    return Arguments(values)


async def _read_body(request: Request) -> dict[str, Any]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json":
        try:
            body = json.loads(await request.body())
        except ValueError as error:
            raise ApiError("invalid_json") from error
        if not isinstance(body, dict):
            raise ApiError("json_not_object")
        return body
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
    if not await request.body():
        return {}
    raise ApiError("invalid_post_type" if kind else "missing_post_type")
