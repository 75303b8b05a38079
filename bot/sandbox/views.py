"""The views that people have open: a stack of modals each, and the app's home."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.api_error import ApiError
from bot.sandbox.block_ids import with_ids
from bot.sandbox.limits import VIEW_STACK
from bot.sandbox.news import News
from bot.sandbox.validation.view import check_view
from bot.sandbox.workspace import APP_ID, BOT_ID, TEAM_ID

State = dict[str, dict[str, dict[str, Any]]]


@dataclass(slots=True, kw_only=True)
class View:
    """`state` is what the person had entered when they last did something; `errors` are by block id."""

    id: str
    user: str
    content: dict[str, Any]
    root_id: str
    previous_id: str | None
    hash: str = ""
    state: State = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.content["blocks"])

    @property
    def external_id(self) -> str:
        return str(self.content.get("external_id") or "")

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            "private_metadata": "",
            "callback_id": "",
            "notify_on_close": False,
            "clear_on_close": False,
            "external_id": "",
            **self.content,
            "state": {"values": self.state},
            "hash": self.hash,
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": APP_ID,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        }


class Views:
    """Errors are Slack's own."""

    def __init__(self, news: News) -> None:
        self._news = news
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self._external_ids: set[str] = set()

    def stack(self, user: str) -> list[View]:
        """From the bottom to the top."""
        return list(self._stacks.get(user, ()))

    def home(self, user: str) -> View | None:
        return self._homes.get(user)

    def get(self, view_id: str) -> View | None:
        stacks = (*self._stacks.values(), self._homes.values())
        return next((view for stack in stacks for view in stack if view.id == view_id), None)

    def open(self, user: str, content: object) -> View:
        valid = self._valid(content, kind="modal")
        self.close_all(user)
        return self._put_upon(user, valid)

    def push(self, user: str, content: object, *, upon: str | None) -> View:
        stack = self._stacks.get(user, [])
        if upon is None or not any(view.id == upon for view in stack):
            raise ApiError("invalid_trigger_id", ["[ERROR] views.push needs the trigger of a click in an open modal"])
        if len(stack) >= VIEW_STACK:
            raise ApiError("push_limit_reached")
        return self._put_upon(user, self._valid(content, kind="modal"))

    def update(self, content: object, *, view_id: str | None, external_id: str | None, hash: str | None = None) -> View:
        stacks = (view for stack in self._stacks.values() for view in stack)
        view = next((v for v in stacks if (v.id == view_id if view_id else v.external_id == external_id)), None)
        if view is None:
            raise ApiError("not_found")
        valid = self._valid(content, kind="modal", instead_of=view)
        if hash is not None and hash != view.hash:
            raise ApiError("hash_conflict")
        self._external_ids.discard(view.external_id)
        view.content, view.errors = valid, {}
        self._stamp(view)
        return view

    def publish(self, user: str, content: object, *, hash: str | None = None) -> View:
        known = self._homes.get(user)
        valid = self._valid(content, kind="home", instead_of=known)
        if known is not None and hash is not None and hash != known.hash:
            raise ApiError("hash_conflict")
        if known is not None:
            self._external_ids.discard(known.external_id)
        id = known.id if known is not None else _new_id()
        view = View(id=id, user=user, content=valid, root_id=id, previous_id=None)
        self._homes[user] = view
        self._stamp(view)
        return view

    def close(self, view: View) -> None:
        """The view, and what stands upon it."""
        stack = self._stacks.get(view.user, [])
        if view in stack:
            for gone in stack[stack.index(view) :]:
                self._external_ids.discard(gone.external_id)
            del stack[stack.index(view) :]
            self._news.tell()

    def close_all(self, user: str) -> None:
        stack = self._stacks.get(user)
        if stack:
            self.close(stack[0])

    def _put_upon(self, user: str, content: dict[str, Any]) -> View:
        stack = self._stacks.setdefault(user, [])
        id = _new_id()
        view = View(
            id=id,
            user=user,
            content=content,
            root_id=stack[0].id if stack else id,
            previous_id=stack[-1].id if stack else None,
        )
        stack.append(view)
        self._stamp(view)
        return view

    def _stamp(self, view: View) -> None:
        view.hash = f"{len(self._external_ids)}.{secrets.token_hex(6)}"
        if view.external_id:
            self._external_ids.add(view.external_id)
        self._news.tell()

    def _valid(self, content: object, *, kind: str, instead_of: View | None = None) -> dict[str, Any]:
        refusal = check_view(content)
        if refusal is not None:
            raise ApiError(refusal.error, [str(problem) for problem in refusal.problems])
        assert isinstance(content, dict)
        if content.get("type") != kind:
            raise ApiError("invalid_arguments", [f"[ERROR] must be a {kind} [json-pointer:/view/type]"])
        external_id = content.get("external_id") or ""
        if external_id in self._external_ids and (instead_of is None or instead_of.external_id != external_id):
            raise ApiError("duplicate_external_id")
        return {**content, "blocks": [with_ids(block) for block in content["blocks"]]}


def _new_id() -> str:
    return f"V{secrets.token_hex(5).upper()}"
