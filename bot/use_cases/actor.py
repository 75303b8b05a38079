"""Who acts, and who may publish."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import NotAllowed
from bot.domain.incident import SYSTEM_AUTHOR, Author
from bot.domain.texts import later, say


class ActorKind(StrEnum):
    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"
    BOT = "bot"
    DEACTIVATED = "deactivated"
    OPERATOR = "operator"
    """Whoever has a shell beside the database: the command line."""


_REFUSALS = {
    ActorKind.GUEST: later(
        "You are a guest in this workspace. Only its full members can declare and update incidents; ask one of them."
    ),
    ActorKind.STRANGER: later(
        "You belong to another organisation. "
        "Only full members of this workspace can declare and update incidents; ask one of them."
    ),
    ActorKind.BOT: later("Bots can't declare and update incidents. A full member of the workspace can."),
    ActorKind.DEACTIVATED: later("Your account is deactivated, so you can't declare and update incidents."),
}

#: Of somebody else, to whoever has named them.
_REFUSALS_OF_NAMED = {
    ActorKind.GUEST: later("{name} is a guest in this workspace, and can't lead an incident. Name a full member."),
    ActorKind.STRANGER: later(
        "{name} belongs to another organisation, and can't lead an incident. Name a full member."
    ),
    ActorKind.BOT: later("{name} is a bot, and can't lead an incident. Name a full member."),
    ActorKind.DEACTIVATED: later("The account of {name} is deactivated. Name somebody else to lead the incident."),
}
_NAMED_IS_NO_RESPONDER = later("{name} is not a responder here, and can't lead an incident. Name somebody who is.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """`user_groups` are the handles of the user groups that the actor is in, without `@`.

    `is_admin` is about the workspace: one of its admins or owners.
    """

    kind: ActorKind
    name: str
    slack_id: str | None = None
    user_groups: frozenset[str] = frozenset()
    is_admin: bool = False

    @property
    def author(self) -> Author:
        return Author(name=self.name, slack_id=self.slack_id)


OPERATOR = Actor(kind=ActorKind.OPERATOR, name=SYSTEM_AUTHOR.name)


@dataclass(frozen=True, slots=True)
class Responders:
    """Who may publish: every full member, or only the users and user groups that are named."""

    named: frozenset[str] = frozenset()

    def admit(self, actor: Actor) -> None:
        """Raises NotAllowed, with a sentence that says why."""
        refusal = _REFUSALS.get(actor.kind)
        if refusal is not None:
            raise NotAllowed(say(refusal))
        if actor.kind is ActorKind.OPERATOR or not self.named:
            return
        if actor.slack_id not in self.named and not (actor.user_groups & self.named):
            raise NotAllowed(
                say(
                    "Only responders can declare and update incidents here. Ask one of them, or whoever runs Stormlamp "
                    "to add you (the setting STORMLAMP_RESPONDERS)."
                )
            )

    def admit_named(self, named: Actor, *, by: Actor) -> None:
        """Raises NotAllowed, with a sentence for the actor `by` whom that person is named."""
        if named == by:
            self.admit(named)
        elif not admits(self, named):
            raise NotAllowed(say(_REFUSALS_OF_NAMED.get(named.kind, _NAMED_IS_NO_RESPONDER), name=named.name))


#: Who may read in Slack what is only for the workspace: internal incidents among it.
FULL_MEMBERS = Responders()


@dataclass(frozen=True, slots=True)
class Admins:
    """Who may change pages and components: the workspace's admins, and the users that are named."""

    named: frozenset[str] = frozenset()

    def admit(self, actor: Actor) -> None:
        """Raises NotAllowed, with a sentence that says why."""
        refusal = _REFUSALS.get(actor.kind)
        if refusal is not None:
            raise NotAllowed(say(refusal))
        if actor.kind is not ActorKind.OPERATOR and not actor.is_admin and actor.slack_id not in self.named:
            raise NotAllowed(
                say(
                    "Only admins of this workspace can change pages and components. Ask one of them, or whoever runs "
                    "Stormlamp to add you (the setting STORMLAMP_ADMINS)."
                )
            )


def admits(doorkeeper: Responders | Admins, actor: Actor) -> bool:
    try:
        doorkeeper.admit(actor)
    except NotAllowed:
        return False
    return True
