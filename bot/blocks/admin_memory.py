"""What a view for admins must know of itself when it comes back."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class AdminMemory(BaseModel):
    """The page that is looked into, by its slug, none in the list of pages; the leaf of the list.

    `messages`: its ready-made messages are listed, not its components. `id` is that of what a form is about, of a
    ready-made message its name: none for something new.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    page: str | None = None
    messages: bool = False
    leaf: int = 1
    id: str | None = None

    def metadata(self) -> str:
        return self.model_dump_json(exclude_defaults=True)
