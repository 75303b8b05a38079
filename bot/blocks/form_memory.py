"""What a form must know of itself when it comes back: Slack returns it untouched, as the view's private metadata."""

from __future__ import annotations

from hashlib import sha256

from pydantic import BaseModel, ConfigDict
from slack_sdk.models.views import View

from bot.domain.component import PageId
from bot.domain.incident import ComponentStatuses, Impact, IncidentStatus


class FormMemory(BaseModel):
    """`channel` is where the responder was. `status`, `impact` and `components` are what the form was filled with
    beforehand: what a responder did not touch is left as it is by then, not put back.

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
    source: str = ""

    def metadata(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


def fingerprint(components: ComponentStatuses) -> str:
    """Short, so that 400 components fit; equal for equal components in any order."""
    text = ",".join(f"{id}={status}" for id, status in sorted(components.items()))
    return sha256(text.encode()).hexdigest()[:16]


def remember_source(view: View, source: str) -> View:
    """The same view, which knows where its text was taken from."""
    if source:
        memory = FormMemory.model_validate_json(view.private_metadata or "{}")
        view.private_metadata = memory.model_copy(update={"source": source}).metadata()
    return view
