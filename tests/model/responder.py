"""What people do at their clients: each act is one form or one command, sent; it says whether it was taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.wording import COMPONENT_STATUS, INCIDENT_STATUS
from bot.sandbox.deliveries import Delivery, Kind
from bot.sandbox.modal import Modal
from bot.sandbox.person import Person, readable
from tests.deaf import unheard
from tests.model.record import Statuses
from tests.model.world import World

_PATIENCE = 20.0  # seconds, for a busy machine
_STATUS_WORDS: dict[str, str] = {status.value: word.text for status, word in INCIDENT_STATUS.items()}
_COMPONENT_WORDS: dict[str, str] = {status.value: word.text for status, word in COMPONENT_STATUS.items()}


@dataclass(slots=True)
class Office:
    """`taken` are the deliveries that have changed the record, in their order."""

    world: World
    taken: list[Delivery] = field(default_factory=list)

    async def form(self, by: str, command: str) -> Modal:
        """The form that the command opens."""
        person = await self._at_their_desk(by)
        await person.types(f"/incident {command}")
        return await person.modal(seconds=_PATIENCE)

    async def _at_their_desk(self, by: str) -> Person:
        """With nothing open, as soon as somebody listens."""
        await self.world.connected()
        person = self.world.sandbox.person(by)
        for view in self.world.sandbox.views.stack(person.id):
            self.world.sandbox.views.close(view)
        return person

    async def send(self, form: Modal) -> bool:
        submission = await form.submit()
        assert submission.trouble is None, submission.trouble
        if submission.is_accepted and not form.is_open:
            self.taken.append(self.world.sandbox.deliveries.last(Kind.INTERACTION, "view_submission"))
            return True
        return False

    async def affects(self, form: Modal, components: Statuses) -> None:
        await form.choose("Affected components", *components)
        for name, status in components.items():
            await self.world.sandbox.until(lambda name=name: name in form.labels)  # type: ignore[misc]
            await form.choose(name, _COMPONENT_WORDS[status])

    async def declares(
        self, by: str, title: str, text: str, *, status: str, components: Statuses, is_internal: bool
    ) -> bool:
        form = await self.form(by, f"new {title}")
        form.fill("Message", text)
        await form.choose("Status", _STATUS_WORDS[status])
        if components:
            await self.affects(form, components)
        if is_internal:
            await form.choose("Publish to the status page now")
        return await self.send(form)

    async def updates(
        self, by: str, number: int, text: str, *, status: str | None, components: Statuses | None, reopens: bool
    ) -> bool:
        form = await self.form(by, f"update INC-{number}")
        form.fill("Message", text)
        if status is not None:
            await form.choose("Status", _STATUS_WORDS[status])
        if components is not None:
            await self.affects(form, components)
        if reopens:
            await form.choose(f"INC-{number} is resolved", f"Reopen INC-{number}")
        return await self.send(form)

    async def sends(self, by: str, command: str, text: str, *, field: str = "Message") -> bool:
        """A form that has one text to fill in."""
        form = await self.form(by, command)
        form.fill(field, text)
        return await self.send(form)

    async def corrects(self, by: str, number: int, text: str, *, option: str) -> bool:
        form = await self.form(by, f"correct INC-{number}")
        await self._chooses_update(form, option)
        # What is typed before that text comes is lost to it, as with any form of Slack's that changes.
        await self.world.sandbox.until(lambda: form.value("Message") == option.partition(": ")[2])
        form.fill("Message", text)
        return await self.send(form)

    async def retracts(self, by: str, number: int, *, option: str) -> bool:
        form = await self.form(by, f"retract INC-{number}")
        await self._chooses_update(form, option)
        return await self.send(form)

    async def _chooses_update(self, form: Modal, option: str) -> None:
        if form.value("Update") != option:
            await form.choose("Update", option)
            await self.world.sandbox.until(lambda: form.value("Update") == option)

    async def edits(self, by: str, number: int, title: str, *, components: Statuses | None) -> bool:
        form = await self.form(by, f"edit INC-{number}")
        form.fill("Title", title)
        if components is not None:
            await self.affects(form, components)
        return await self.send(form)

    async def overtakes(self, by: str, other: str, number: int, *, text: str, others_text: str) -> None:
        """`other` posts while `by` is writing, who is told so and sends again."""
        kept = await self.form(by, f"update INC-{number} {text}")
        assert await self.sends(other, f"update INC-{number}", others_text)
        assert not await self.send(kept)
        assert "has changed while you wrote" in kept.text, kept.text
        assert kept.value("Message") == text
        assert await self.send(kept)

    async def hears_nothing(self, by: str, number: int, *, text: str, other_text: str | None) -> None:
        """The form is saved, but the answer gets lost: it stays open and is sent again, as it is or changed."""
        form = await self.form(by, f"update INC-{number} {text}")
        with unheard(self.world.sandbox):
            assert (await form.submit()).trouble is not None
        if other_text is not None:
            form.fill("Message", other_text)
            assert not await self.send(form)
            assert "sent already, with another text" in form.text, form.text
            assert form.value("Message") == other_text
        assert await self.send(form)

    async def says(self, by: str, command: str, answer: str, *, channel: str = "#incidents") -> None:
        """A command that opens no form, until it is answered so."""
        person = await self._at_their_desk(by)
        before = len(person.messages_for_me())
        await person.types(f"/incident {command}", channel)
        await self.world.sandbox.until(lambda: len(person.messages_for_me()) > before, _PATIENCE)
        told = readable(person.messages_for_me()[-1])
        assert answer in told, told
        assert not person.has_modal

    async def commands(self, by: str, command: str, answer: str) -> None:
        """As `says`; it changes the record."""
        await self.says(by, command, answer)
        self.taken.append(self.world.sandbox.deliveries.last(Kind.COMMAND))

    async def redeliver(self, delivery: Delivery) -> None:
        await self.world.connected()
        answer = await self.world.sandbox.deliveries.redeliver(delivery)
        assert answer == {}, answer
