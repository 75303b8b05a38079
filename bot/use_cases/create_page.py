"""Create a status page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.component import PageId
from bot.domain.errors import Invalid
from bot.domain.ids import new_id
from bot.domain.page import HISTORY_DAYS_DEFAULT, Page, valid_slug
from bot.domain.texts import say
from bot.status_page.snapshot import RENDERER_VERSION
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.change_incident import Keep
from bot.use_cases.claims import require_first
from bot.use_cases.origin import Origin
from bot.use_cases.page_settings import PageSettings, with_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage(PageSettings):
    """What is not given is as usual."""

    slug: str
    name: str


class CreatePage(Administration):
    async def __call__(self, new: NewPage, *, actor: Actor, origin: Origin) -> Page:
        """Raises NotAllowed, Invalid and TryAgain."""
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            pages = await uow.pages.all()
            usual = Page(
                id=PageId(new_id()),
                slug=valid_slug(new.slug),
                name=new.name,
                time_zone="UTC",
                history_days=HISTORY_DAYS_DEFAULT,
                channel=None,
                public_url=None,
                announce_changes=True,
                position=await uow.pages.next_position(),
                # Not 0, which is what a target has before its first rendering.
                revision=1,
                full_revision=1,
                created_at=now,
                updated_at=now,
            )
            page = with_settings(usual, new)
            if any(other.slug == page.slug for other in pages):
                raise Invalid(
                    say("There is a page “{page}” already. Choose another slug.", page=page.slug), field="slug"
                )
            require_own_url(page, pages)
            await uow.pages.add(page, renderer_version=RENDERER_VERSION)
            if not isinstance(new.picture, Keep):
                await uow.pages.save_logo(page.id, new.picture)
            await note_act(uow, "create page", actor=actor, origin=origin, now=now, page=page)
        return page


def require_own_url(page: Page, pages: Iterable[Page]) -> None:
    """Two pages can't answer at the same address."""
    for other in pages:
        if other.id != page.id and page.public_url is not None and other.public_url == page.public_url:
            raise Invalid(
                say(
                    "{public_url} is the public URL of the page “{other}” already. Choose another one.",
                    public_url=page.public_url,
                    other=other.slug,
                ),
                field="public_url",
            )
