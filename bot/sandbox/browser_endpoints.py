"""The sandbox's browser side: what a person sees, as JSON, and what they do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse

from bot.sandbox.acts import Acts, NotPossible
from bot.sandbox.channel import Channel, Message
from bot.sandbox.form_state import current_state
from bot.sandbox.user import User
from bot.sandbox.views import View, Views
from bot.sandbox.workspace import BOT_USER, Workspace

BROWSER_FILES = Path(__file__).parent / "browser"
_SECURITY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
_KEPT_ALIVE_SECONDS = 15.0


class BrowserEndpoints:
    def __init__(self, workspace: Workspace, views: Views, acts: Acts) -> None:
        self._workspace = workspace
        self._views = views
        self._acts = acts
        self.links: list[dict[str, str]] = []
        self.closing = asyncio.Event()

    async def index(self, request: Request) -> Response:
        return FileResponse(BROWSER_FILES / "index.html", headers=_SECURITY)

    async def state(self, request: Request) -> Response:
        try:
            me = self._person(request.query_params.get("user"))
        except NotPossible as error:
            return _refused(str(error), status=404)
        return JSONResponse(self._seen_by(me), headers=_SECURITY)

    async def events(self, request: Request) -> Response:
        return StreamingResponse(self._changes(), media_type="text/event-stream", headers=_SECURITY)

    async def act(self, request: Request) -> Response:
        # A page of another origin can't send this type without asking, and is not answered when it asks.
        if not request.headers.get("content-type", "").startswith("application/json"):
            return _refused("Send JSON.", status=415)
        try:
            deed = json.loads(await request.body())
            return JSONResponse({"ok": True, **await self._do(deed)}, headers=_SECURITY)
        except NotPossible as error:
            return _refused(str(error))
        except (ValueError, KeyError, LookupError, TypeError) as error:
            return _refused(f"The sandbox does not understand this: {error}.", status=400)

    async def _changes(self) -> AsyncIterator[str]:
        news, closing = self._workspace.news, asyncio.create_task(self.closing.wait())
        # Counted before each word to the page: what changes while it reads is told after.
        seen = news.count
        try:
            yield "retry: 1000\n\n"
            while not closing.done():
                moved = asyncio.create_task(news.beyond(seen))
                await asyncio.wait({moved, closing}, timeout=_KEPT_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                moved.cancel()
                has_changed, seen = news.count > seen, news.count
                yield "event: changed\ndata: \n\n" if has_changed else ": still here\n\n"
        finally:
            closing.cancel()

    async def _do(self, deed: dict[str, Any]) -> dict[str, Any]:
        me = self._person(deed["user"])
        match deed["kind"]:
            case "type":
                channel = self._channel(deed["channel"])
                await self._acts.type(me, channel, deed["text"], thread_ts=deed.get("thread_ts"))
            case "action":
                await self._press(me, deed)
            case "suggest":
                view = self._view(me, deed["view_id"])
                return await self._acts.suggest(me, view, deed["block_id"], deed["action_id"], deed["query"])
            case "submit":
                submission = await self._acts.submit(me, self._view(me, deed["view_id"]), deed["state"])
                if submission.trouble:
                    raise NotPossible(submission.trouble)
            case "close":
                await self._acts.close(me, self._view(me, deed["view_id"]))
            case "shortcut":
                await self._use_shortcut(me, deed)
            case "home":
                self._acts.open_home(me)
            case unknown:
                raise ValueError(f"kind {unknown}")
        return {}

    async def _press(self, me: User, deed: dict[str, Any]) -> None:
        left_out = {"user", "kind", "view_id", "channel", "message_ts", "state"}
        action = {key: value for key, value in deed.items() if key not in left_out}
        if "view_id" in deed:
            view = self._view(me, deed["view_id"])
            element = _element(view.blocks, action)
            await self._acts.press_in_view(me, view, {**action, "type": element}, deed["state"])
            return
        channel = self._channel(deed["channel"])
        message = self._message(channel, deed["message_ts"], me)
        element = _element(message.blocks, action)
        await self._acts.press_in_message(me, channel, message, {**action, "type": element})

    async def _use_shortcut(self, me: User, deed: dict[str, Any]) -> None:
        if "message_ts" not in deed:
            await self._acts.use_shortcut(me, deed["callback_id"])
            return
        channel = self._channel(deed["channel"])
        message = self._message(channel, deed["message_ts"], me)
        await self._acts.use_shortcut(me, deed["callback_id"], channel=channel, message=message)

    def _person(self, id: str | None) -> User:
        user = next(iter(self._workspace.users.values())) if id is None else self._workspace.users.get(id)
        if user is None or not user.may_type:
            raise NotPossible("There is no such person in this workspace.")
        return user

    def _channel(self, id: str) -> Channel:
        return self._workspace.channel_named(id)

    def _message(self, channel: Channel, ts: str, me: User) -> Message:
        for message in channel.messages:
            if message.ts == ts and message.visible_to in {None, me.id}:
                return message
        raise NotPossible("This message is not there any more.")

    def _view(self, me: User, id: str) -> View:
        view = self._views.get(id)
        if view is None or view.user != me.id:
            raise NotPossible("This form is not open any more.")
        return view

    def _seen_by(self, me: User) -> dict[str, Any]:
        self._workspace.dm_of(me.id)
        home = self._views.home(me.id)
        people = [user for user in self._workspace.users.values() if user.may_type or user.id == BOT_USER]
        return {
            "me": me.id,
            "users": [
                {"id": user.id, "name": user.name, "real_name": user.real_name, "kind": user.kind} for user in people
            ],
            "channels": [_shown(channel, me) for channel in self._workspace.channels_of(me)],
            "views": [_view_json(view) for view in self._views.stack(me.id)],
            "home": None if home is None else _view_json(home),
            "links": self.links,
            "shortcuts": [
                {"callback_id": each.callback_id, "name": each.name, "type": each.type}
                for each in self._workspace.app.shortcuts
            ],
        }


def _shown(channel: Channel, me: User) -> dict[str, Any]:
    seen = [message for message in channel.messages if message.visible_to in {None, me.id}]
    return {
        "id": channel.id,
        "name": "Stormlamp" if channel.is_dm else channel.name,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_dm": channel.is_dm,
        "is_member": me.id in channel.members,
        "bot_is_member": BOT_USER in channel.members,
        "messages": [message.to_json() if message.is_ephemeral else channel.in_thread(message) for message in seen],
    }


def _view_json(view: View) -> dict[str, Any]:
    return {
        **view.to_json(),
        "state": {"values": current_state(view.blocks, view.state)},
        "errors": view.errors,
    }


def _element(blocks: list[dict[str, Any]], action: dict[str, Any]) -> str:
    """The type of the element that an action names. Raises NotPossible."""
    for block in blocks:
        if block["block_id"] == action["block_id"]:
            for element in (block.get("element"), block.get("accessory"), *block.get("elements", ())):
                if element and element.get("action_id") == action["action_id"]:
                    return str(element["type"])
    raise NotPossible("This button is not there any more.")


def _refused(sentence: str, *, status: int = 200) -> Response:
    return JSONResponse({"ok": False, "error": sentence}, status, headers=_SECURITY)
