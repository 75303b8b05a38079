"""Every refusal that a person meets, as one tree: each names the thing and the way out."""

from __future__ import annotations

from bot.domain.texts import say

_NAMES_LISTED = 20


class StormlampError(Exception):
    """A refusal with a sentence for people. `field` names the form field it belongs to, where there is one."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Invalid(StormlampError):
    """Something that was typed breaks a rule of the domain."""


class Unknown(StormlampError):
    """Something that was named is not there."""


class NotAllowed(StormlampError):
    """The actor may not do this."""


class Conflict(StormlampError):
    """What was asked does not fit the state that things are in now."""


class UnknownIncident(Unknown):
    def __init__(self, reference: str) -> None:
        super().__init__(
            say("There is no {reference}. /incident list shows the open ones.", reference=reference), field="incident"
        )
        self.reference = reference


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_NAMES_LISTED])
    return (
        shown
        if len(names) <= _NAMES_LISTED
        else say("{shown} and {count} more", shown=shown, count=len(names) - _NAMES_LISTED)
    )


class UnknownPage(Unknown):
    def __init__(self, reference: str, known: tuple[str, ...] = ()) -> None:
        way_out = (
            say("There are: {known}.", known=", ".join(known))
            if known
            else say("`stormlamp page create SLUG --name NAME` makes one.")
        )
        super().__init__(
            say("There is no status page “{reference}”. {way_out}", reference=reference, way_out=way_out), field="page"
        )
        self.reference = reference


class DeletedPage(UnknownPage):
    """One that was chosen before, not typed: nobody knows its id."""

    def __init__(self, id: str) -> None:
        Unknown.__init__(
            self, say("This status page is not there any more: it was removed. Choose another page."), field="page"
        )
        self.reference = id


class RetiredPage(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(
            say("The page “{name}” is retired: nothing new goes on it. Choose another page.", name=name), field="page"
        )


class UnknownComponent(Unknown):
    def __init__(self, reference: str, page: str, known: tuple[str, ...] = ()) -> None:
        way_out = say("It has: {known}.", known=_listed(known)) if known else say("It has no components.")
        super().__init__(
            say(
                "The page “{page}” has no component “{reference}”. {way_out}",
                page=page,
                reference=reference,
                way_out=way_out,
            ),
            field="components",
        )
        self.reference = reference


class RetiredComponent(Conflict):
    def __init__(self, name: str, page: str) -> None:
        super().__init__(
            say(
                "“{name}” is retired, so it is not on the page “{page}” any more. Take it out of the affected "
                "components.",
                name=name,
                page=page,
            ),
            field="components",
        )


class UnknownGroup(Unknown):
    def __init__(self, reference: str, page: str, known: tuple[str, ...] = ()) -> None:
        way_out = say("It has: {known}.", known=_listed(known)) if known else say("It has no groups.")
        super().__init__(
            say(
                "The page “{page}” has no group “{reference}”. {way_out}",
                page=page,
                reference=reference,
                way_out=way_out,
            ),
            field="group",
        )
        self.reference = reference


class UnknownReadyMessage(Unknown):
    def __init__(self, reference: str, page: str, known: tuple[str, ...] = ()) -> None:
        there_are = say("There are: {known}.", known=_listed(known)) if known else say("There is none at all.")
        super().__init__(
            say(
                "“{page}” has no ready-made message “{reference}”. {there_are}",
                page=page,
                reference=reference,
                there_are=there_are,
            ),
            field="name",
        )
        self.reference = reference


class ReopenNeedsConfirmation(Conflict):
    """An update would reopen a resolved incident, and nobody has confirmed that yet."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            say("{reference} is resolved. Confirm that this update reopens it.", reference=reference), field="reopen"
        )
        self.reference = reference


class AlreadyResolved(Conflict):
    def __init__(self, reference: str) -> None:
        super().__init__(
            say("{reference} is resolved already. An update can still be posted to it.", reference=reference),
            field="incident",
        )
        self.reference = reference


class NotResolved(Conflict):
    def __init__(self, reference: str) -> None:
        super().__init__(
            say("{reference} is open: there is nothing to reopen. Post an update instead.", reference=reference),
            field="incident",
        )
        self.reference = reference


class AlreadySubmitted(Conflict):
    """The same form was sent before with other content: what it did then stands, the new text is a correction."""

    def __init__(self, reference: str) -> None:
        super().__init__(say("This form was already sent: it made {reference}.", reference=reference), field=None)
        self.reference = reference


class AlreadyDone(Conflict):
    """The very same delivery came before, and was acted on: there is nothing left to do."""

    def __init__(self) -> None:
        super().__init__(say("This was done already."))


class TryAgain(StormlampError):
    """Nothing was saved, and the same act may well succeed in a moment."""


class Overtaken(Conflict):
    """Somebody else has posted to it, or changed it, since its form was filled in.

    `names` are the values that were set meanwhile, where those are what it is about.
    """

    def __init__(self, reference: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(
            say(
                "Somebody has changed {reference} while you wrote. Look at it, then send yours again.",
                reference=reference,
            )
        )
        self.reference = reference
        self.names = names


class IsCancelled(Conflict):
    def __init__(self, reference: str) -> None:
        super().__init__(
            say(
                "{reference} was cancelled: it was declared by mistake. Declare a new incident instead.",
                reference=reference,
            )
        )
        self.reference = reference


class IsPublished(Conflict):
    def __init__(self, reference: str) -> None:
        super().__init__(say("{reference} is on the status page already.", reference=reference))
        self.reference = reference


class UnknownUpdate(Unknown):
    def __init__(self, reference: str, position: int, known: int) -> None:
        super().__init__(
            say(
                "{reference} has no update {position}. It has updates 1 to {known}.",
                reference=reference,
                position=position,
                known=known,
            ),
            field="update",
        )


class IsWithdrawn(Conflict):
    def __init__(self, reference: str, position: int) -> None:
        super().__init__(
            say(
                "Update {position} of {reference} was withdrawn, and stays so. Post a new one instead.",
                position=position,
                reference=reference,
            )
        )


class UnfitWords(StormlampError):
    """A text for the public has words that are not meant for it, and nobody has confirmed them yet."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(
            say(
                "Not published: {sentences} Take it out, or confirm it; the command line has --as-is.",
                sentences=" ".join(sentences),
            )
        )
        self.sentences = sentences


class UnknownOwed(Unknown):
    def __init__(self, id: int) -> None:
        super().__init__(say("Nothing is owed under {id}. `stormlamp outbox list` shows what is.", id=id), field="id")


class BeingDelivered(Conflict):
    def __init__(self, id: int) -> None:
        super().__init__(
            say("{id} is being delivered just now. Look at `stormlamp outbox list` in a moment.", id=id), field="id"
        )
