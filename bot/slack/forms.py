"""The forms as they are to be shown now: filled from the record, and from what was typed."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import replace

from slack_sdk.models.views import View

from bot.blocks.backfill_form import backfill_form
from bot.blocks.cancel_form import cancel_form
from bot.blocks.correct_form import correct_form, has_update, retract_form
from bot.blocks.declare_form import declare_form, without_page
from bot.blocks.edit_form import edit_form
from bot.blocks.entries import Entries, entries_of, filled_components
from bot.blocks.form_memory import remember
from bot.blocks.form_request import FormRequest
from bot.blocks.ids import Form
from bot.blocks.mrkdwn import escape
from bot.blocks.notices import NO_PAGE, notice_view, refusal
from bot.blocks.preview import Preview, with_preview
from bot.blocks.publish_form import publish_form
from bot.blocks.reopen_form import reopen_form
from bot.blocks.resolve_form import resolve_form
from bot.blocks.sent_before import still_kept
from bot.blocks.update_form import update_form
from bot.blocks.words_box import with_words_box
from bot.domain.errors import AlreadySubmitted, DeletedPage, IsCancelled, Overtaken, RetiredPage, UnfitWords, Unknown
from bot.domain.incident import NO_COMPONENTS, Incident
from bot.domain.public_words import PublicWords
from bot.domain.state import Found, PageState
from bot.domain.texts import say
from bot.slack.beginning import Beginning, remember_beginning
from bot.slack.form_state import FormState
from bot.slack.previews import preview_of_change, preview_of_new
from bot.slack.returning import carried, form_again, with_others_news
from bot.slack.sent_before import correction_of
from bot.use_cases.clock import Clock
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.find_pages import FindPages


class Forms:
    def __init__(
        self,
        find_incidents: FindIncidents,
        find_pages: FindPages,
        clock: Clock,
        words: PublicWords,
        beginning: Beginning,
    ) -> None:
        self._find_incidents = find_incidents
        self._find_pages = find_pages
        self._clock = clock
        self._words = words
        self._beginning = beginning

    async def declaring(self, request: FormRequest, *, channel: str | None) -> View:
        """On the page that is tied to the channel, else on the first. Raises Unknown where there is no page."""
        entries = Entries(title=request.title, message=request.message)
        pages = await self._pages()
        view = self._declare(request.form, entries, pages, _page(pages, channel), channel=channel)
        return await self._beginning.offered(view)

    async def changing(self, found: Found, request: FormRequest, *, channel: str | None) -> View:
        """The form that was asked for, or the update form where the incident's state leaves nothing else to do.

        Raises IsCancelled: nothing can be sent to such a one.
        """
        found.incident.require_not_cancelled()
        return await self._beginning.offered(_first(found, request, channel=channel))

    async def rebuilt(self, state: FormState) -> View:
        """The same form after a choice in it, with a preview; all that was typed stays.

        Where its incident was cancelled meanwhile, it is given back: the form can't be sent any more.
        """
        try:
            return await self._again(state, asks=bool(state.memory.words))
        except IsCancelled as error:
            typed = state.entries.message or state.entries.title
            return _kept(notice_view(refusal(error.message, typed=typed)), state)

    async def sent(self, state: FormState, act: Awaitable[View | None]) -> View | None:
        """`act` commits. What it refuses and the form can ask about brings the form back; all that was typed stays."""
        try:
            return await act
        except AlreadySubmitted as error:
            return await self._correction(state, error)
        except UnfitWords:
            return await self._again(state, asks=True)
        except Overtaken:
            return await self.rebuilt(state)
        except (DeletedPage, RetiredPage):
            if state.memory.number is not None:
                raise
            # It offers the pages that there are now.
            return await self.rebuilt(state)

    async def overtaken(self, state: FormState, notice: str) -> View:
        """An update form in the place of one whose incident has changed meanwhile. `notice` is plain text."""
        memory = state.memory
        found = await self._find_incidents.by_number(memory.number or 0)
        entries = carried(state, found.incident)
        view = update_form(found, entries, channel=memory.channel, attempt=memory.attempt, notice=escape(notice))
        view = with_others_news(view, state, found, now=self._clock())
        return _kept(view, state)

    async def _correction(self, state: FormState, error: AlreadySubmitted) -> View:
        """The form was sent before with other content: what stands stands, and what differs is offered."""
        return _kept(correction_of(state, await self._find_incidents.by_reference(error.reference)), state)

    async def _again(self, state: FormState, *, asks: bool) -> View:
        """`asks` whether the private words that stand in it are meant. Raises IsCancelled."""
        memory, now = state.memory, self._clock()
        preview: Preview | None = None
        found: Found | None = None
        if memory.number is None:
            pages = await self._pages()
            chosen = next((each for each in pages if each.page.id == state.page), None)
            if chosen is None:
                view = without_page(self._declare_again(state, pages, None), state.page_name)
            else:
                state = await self._beginning.begun(state, chosen.page, chosen.catalogue, state.entries.components)
                view = self._declare_again(state, pages, chosen)
                preview = preview_of_new(state, chosen, now=now)
        else:
            found = await self._find_incidents.by_number(memory.number)
            found.incident.require_not_cancelled()
            components = state.entries.components or filled_components(found.incident)
            state = await self._beginning.begun(state, found.page, found.catalogue, components)
            view = form_again(state, found)
            if view.callback_id == state.view["callback_id"]:
                preview = preview_of_change(state, found, now=now)
                view = with_others_news(view, state, found, now=now)
        title = [found.incident.title] if found is not None and view.callback_id == Form.PUBLISH else []
        private = self._words.private_in(*state.texts, *title) if preview is None or preview.is_public else ()
        if asks and private:
            sentences = [word.sentence for word in private]
            view = with_words_box(view, sentences, words=state.words, ticked=state.confirms_words)
        if preview is not None:
            view = with_preview(view, preview, private=private)
        view = remember_beginning(_kept(view, state), state)
        return await self._beginning.offered(view)

    def _declare_again(self, state: FormState, pages: Sequence[PageState], chosen: PageState | None) -> View:
        memory, entries = state.memory, state.entries
        if chosen is None or chosen.page.id != memory.page:
            entries = replace(entries, components=(), component_statuses=NO_COMPONENTS, status_of_all=None)
        form = state.form
        return self._declare(form, entries, pages, chosen, channel=memory.channel, attempt=memory.attempt)

    def _declare(
        self,
        form: Form,
        entries: Entries,
        pages: Sequence[PageState],
        chosen: PageState | None,
        *,
        channel: str | None,
        attempt: int = 0,
    ) -> View:
        choice = [state.page for state in pages]
        if form is Form.BACKFILL:
            return backfill_form(choice, chosen, entries, channel=channel, attempt=attempt)
        return declare_form(choice, chosen, entries, channel=channel, now=self._clock(), attempt=attempt)

    async def _pages(self) -> Sequence[PageState]:
        """Raises Unknown where there is none."""
        pages = await self._find_pages.all()
        if not pages:
            raise Unknown(say(NO_PAGE), field="page")
        return pages


def _first(found: Found, request: FormRequest, *, channel: str | None) -> View:
    incident, message = found.incident, request.message
    match request.form:
        case Form.RESOLVE if incident.is_open:
            return resolve_form(found, message=message, channel=channel)
        case Form.REOPEN if not incident.is_open:
            return reopen_form(found, message=message, channel=channel, status=request.status)
        case Form.PUBLISH if incident.is_internal:
            return publish_form(found, message=message, channel=channel, status=request.status)
        case Form.CORRECT if has_update(incident):
            return correct_form(found, message=message, channel=channel)
        case Form.RETRACT if has_update(incident):
            return retract_form(found, channel=channel)
        case Form.EDIT:
            return edit_form(found, entries_of(incident), channel=channel)
        case Form.CANCEL:
            return cancel_form(found, reason=message, channel=channel)
    entries = entries_of(incident, message=message, status=request.status)
    return update_form(found, entries, channel=channel, notice=_mismatch(incident, request.form))


def _kept(view: View, state: FormState) -> View:
    """The view in the place of that form: where its text came from, and what had no field in it, goes along."""
    return still_kept(remember(view, source=state.memory.source), state.view.get("blocks") or [])


def _page(pages: Sequence[PageState], channel: str | None) -> PageState:
    """That of the channel, else the first."""
    its_own = [state for state in pages if channel is not None and state.page.channel == channel]
    tied = [state for state in pages if channel in state.channels]
    return [*its_own, *tied, *pages][0]


def _mismatch(incident: Incident, form: Form) -> str | None:
    match form:
        case Form.RESOLVE:
            return say(
                "{reference} is resolved already. An update can still be posted to it.", reference=incident.reference
            )
        case Form.PUBLISH:
            return say(
                "{reference} is on the status page already. An update can be posted to it.",
                reference=incident.reference,
            )
        case Form.CORRECT | Form.RETRACT:
            return say(
                "Every update of {reference} was withdrawn. A new one can be posted.", reference=incident.reference
            )
        case Form.REOPEN:
            return say(
                "{reference} is open, so there is nothing to reopen. An update can be posted to it.",
                reference=incident.reference,
            )
        case _:
            return None
