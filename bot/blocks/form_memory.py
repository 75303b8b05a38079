"""What a form must know of itself when it comes back: Slack returns it untouched, as the view's private metadata."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict
from slack_sdk.models.views import View

from bot.domain.component import PageId
from bot.domain.incident import ComponentStatuses, Impact, IncidentStatus


class FormMemory(BaseModel):
    """`channel` is where the responder was. `status`, `impact` and `components` are what the form was filled with
    beforehand: what a responder did not touch is left as it is by then, not put back.

    `update` is the position of the update that a form is about and `corrections` how many there were of it, `seen` the
    position of the last one that the form knew of.
    `shown` has a fingerprint of each value that an edit form showed.
    `words` tells which texts the responder was asked to confirm, as private words stand in them.

    `ready` is the ready-made message that was chosen last, `filled` tells the text that it was filled in as, and
    `fillings` counts them.

    `source` is a permalink to the message that the text was taken from. `attempt` counts the forms that one view was
    after the first: each may be submitted once.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    channel: str | None = None
    page: PageId | None = None
    number: int | None = None
    attempt: int = 0
    status: IncidentStatus | None = None
    impact: Impact | None = None
    components: str | None = None
    update: int | None = None
    corrections: int = 0
    seen: int | None = None
    shown: dict[str, str] = {}
    words: str = ""
    ready: int | None = None
    filled: str = ""
    fillings: int = 0
    source: str = ""

    def metadata(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


def fingerprint(components: ComponentStatuses) -> str:
    """Short, so that 400 components fit; equal for equal components in any order."""
    return _digest(",".join(f"{id}={status}" for id, status in sorted(components.items())))


def fingerprint_of_texts(texts: Iterable[str]) -> str:
    return _digest("\0".join(texts))


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


def remember(view: View, **values: Any) -> View:
    """The same view, which knows that, too."""
    memory = FormMemory.model_validate_json(view.private_metadata or "{}")
    view.private_metadata = memory.model_copy(update=values).metadata()
    return view
