"""A responder at work: form after form, and what was acknowledged of it."""

from __future__ import annotations

import contextlib
import random
from dataclasses import dataclass, field

from bot.sandbox.acts import NotPossible
from bot.sandbox.modal import Modal
from bot.sandbox.person import readable
from bot.sandbox.sandbox import Sandbox

_PATIENCE = 30.0  # seconds, for a busy machine


@dataclass(slots=True)
class Responder:
    """`acknowledged` are the messages whose forms were closed, in their order; each is one word, and unique."""

    name: str
    random: random.Random
    acknowledged: list[str] = field(default_factory=list)
    attempts: int = 0

    async def work(self, sandbox: Sandbox, *, opens_channel: bool = False, reads_on: bool = False) -> None:
        """One form, sent or not; with `opens_channel` it declares an incident that gets a channel of its own.

        With `reads_on` it ends once the message is in the thread: an announcement is brought up to date when nothing
        newer is owed, which three who never pause may put off for long.
        """
        await sandbox.until(lambda: sandbox.socket_mode.is_connected, _PATIENCE)
        self.attempts += 1
        word = f"w{self.attempts}x{self.name}"
        person = sandbox.person(self.name)
        for view in sandbox.views.stack(person.id):
            sandbox.views.close(view)
        choice = 0.0 if opens_channel else self.random.random()
        command = "new" if choice < 0.25 else "resolve" if choice < 0.4 else "update"
        with contextlib.suppress(NotPossible, TimeoutError):
            await person.types(f"/incident {command} {word}")
            form = await person.modal(seconds=2)
            if form.title.startswith("Which"):
                await form.presses(self.random.choice(_buttons(form)))
                # It takes the place of the picker, after the press was acknowledged.
                await sandbox.until(lambda: "Message" in form.labels, 2)
            form.fill("Message", word)
            if opens_channel:
                await form.choose("A channel of its own", "Open a channel for it")
            if (await form.submit()).is_accepted and not form.is_open:
                self.acknowledged.append(word)
                if reads_on:
                    said = sandbox.channel("incidents").messages
                    await sandbox.until(lambda: any(word in readable(message) for message in said), _PATIENCE)


def _buttons(picker: Modal) -> list[str]:
    return [line for line in picker.text.splitlines() if line.startswith(("Update INC-", "Resolve INC-"))]
