"""What a view for admins must know of itself when it comes back."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from bot.domain.overtaking import seen_of


class AdminMemory(BaseModel):
    """The page that is looked into, by its slug, none in the list of pages; the leaf of the list.

    `messages`: its ready-made messages are listed, not its components. `id` is that of what a form is about, of a
    ready-made message its name: none for something new. `shown` has a fingerprint of each value that the form was
    filled with: what an admin did not touch is left as it is by then, not put back.

    `attempt` counts the forms that one view was after the first: each may be submitted once.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    page: str | None = None
    messages: bool = False
    leaf: int = 1
    id: str | None = None
    shown: dict[str, str] = {}
    attempt: int = 0

    def showing(self, values: Mapping[str, object]) -> AdminMemory:
        return self.model_copy(update={"shown": seen_of(values)})

    def metadata(self) -> str:
        return self.model_dump_json(exclude_defaults=True)
