"""Response URLs: a command or a click may be answered through one, five times within half an hour."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox.api_error import ApiError
from bot.sandbox.block_ids import with_ids
from bot.sandbox.channel import Channel, Message
from bot.sandbox.limits import MESSAGE_TEXT, RESPONSE_URL_TTL, RESPONSE_URL_USES
from bot.sandbox.validation.message import check_message
from bot.sandbox.workspace import APP_ID, BOT_ID, BOT_USER, Workspace


@dataclass(slots=True)
class _ResponseUrl:
    user: str
    channel: str
    source: Message | None
    issued_at: datetime
    uses: int = 0


class ResponseUrls:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._urls: dict[str, _ResponseUrl] = {}
        self.base = ""

    def issue(self, *, user: str, channel: str, source: Message | None = None) -> str:
        """`source` is the message whose button was pressed."""
        id = secrets.token_hex(12)
        self._urls[id] = _ResponseUrl(user, channel, source, self._workspace.clock())
        return f"{self.base}/response/{id}"

    async def answer(self, request: Request) -> Response:
        url = self._urls.get(request.path_params["id"])
        if url is None:
            return PlainTextResponse("no_service", 404)
        if url.uses >= RESPONSE_URL_USES or self._workspace.clock() - url.issued_at > RESPONSE_URL_TTL:
            return JSONResponse(
                {"ok": False, "error": "used_url" if url.uses >= RESPONSE_URL_USES else "expired_url"}, 404
            )
        url.uses += 1
        try:
            body = json.loads(await request.body())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
        try:
            respond(self._workspace, body, user=url.user, channel_id=url.channel, source=url.source)
        except ApiError as error:
            return JSONResponse(error.to_json(), 400)
        return PlainTextResponse("ok")


def respond(
    workspace: Workspace, body: dict[str, Any], *, user: str, channel_id: str, source: Message | None = None
) -> None:
    """Do what an answer says: a message for one person, unless it wants to be seen by all. Raises ApiError."""
    channel = workspace.channels[channel_id]
    if body.get("delete_original") and source is not None:
        _remove(channel, source)
        workspace.news.tell()
        return
    text, blocks = body.get("text") or "", body.get("blocks")
    if not isinstance(text, str):
        raise ApiError("invalid_payload")
    refusal = check_message(text=text, blocks=blocks, attachments=body.get("attachments"))
    if refusal is not None:
        raise ApiError(refusal.error, [str(problem) for problem in refusal.problems])
    text = text[:MESSAGE_TEXT]
    identified = [with_ids(block) for block in blocks or []]
    if body.get("replace_original") and source is not None:
        source.text, source.blocks = text, identified
        workspace.news.tell()
        return
    in_channel = body.get("response_type") == "in_channel"
    workspace.add_message(
        channel,
        Message(
            ts=workspace.time_stamps.next(),
            user=BOT_USER,
            bot_id=BOT_ID,
            app_id=APP_ID,
            text=text,
            blocks=identified,
            thread_ts=body.get("thread_ts"),
            visible_to=None if in_channel else user,
        ),
    )


def _remove(channel: Channel, message: Message) -> None:
    if message in channel.messages:
        channel.messages.remove(message)
