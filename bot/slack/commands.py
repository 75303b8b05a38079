"""What a responder may ask for after `/incident`, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.blocks.ids import Form
from bot.blocks.incident_list import Scope
from bot.domain.incident import IncidentStatus
from bot.domain.timeline import Format


@dataclass(frozen=True, slots=True)
class Reference:
    """`INC-3`, however it was spelled. Not `certain`: a bare number before a text may be the text's first word."""

    number: int
    spelled: str
    certain: bool = True

    def made_certain(self) -> Reference:
        return replace(self, certain=True)


@dataclass(frozen=True, slots=True)
class Panel:
    pass


@dataclass(frozen=True, slots=True)
class New:
    title: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    reference: Reference | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Without a status it is chosen in the form."""

    reference: Reference | None = None
    status: IncidentStatus | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Resolve:
    reference: Reference | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reopen:
    reference: Reference
    text: str = ""


@dataclass(frozen=True, slots=True)
class Amend:
    """Publish, correct, retract, edit or cancel: by the form that does it."""

    form: Form
    reference: Reference | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Backfill:
    title: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Whoever is mentioned leads from now on; `whom` is that as it was typed, empty for whoever types."""

    reference: Reference | None = None
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Handoff:
    """Whoever is mentioned is asked to lead."""

    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class AddNote:
    reference: Reference | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class List:
    scope: Scope = Scope.OPEN
    leaf: int = 1


@dataclass(frozen=True, slots=True)
class Show:
    reference: Reference
    leaf: int = 1


@dataclass(frozen=True, slots=True)
class Components:
    leaf: int = 1


@dataclass(frozen=True, slots=True)
class PageLinks:
    pass


@dataclass(frozen=True, slots=True)
class LinkPage:
    """`page` is a slug or a name; empty where there is only one."""

    page: str = ""


@dataclass(frozen=True, slots=True)
class UnlinkPage:
    page: str = ""


@dataclass(frozen=True, slots=True)
class LookAtHealth:
    pass


@dataclass(frozen=True, slots=True)
class Help:
    pass


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was typed is not quite a command: `sentence` says why, `suggestion` is one that would be."""

    sentence: str
    suggestion: str | None
    typed: str


FormCommand = New | Update | SetStatus | Resolve | Reopen | Amend | Backfill
#: What they show holds internal incidents, or how the bot itself stands.
InsideCommand = Panel | List | Show | LookAtHealth
ShowCommand = InsideCommand | Components | PageLinks | Help | Doubt


@dataclass(frozen=True, slots=True)
class Timeline:
    reference: Reference | None = None
    form: Format = Format.MARKDOWN


@dataclass(frozen=True, slots=True)
class Postmortem:
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    days: int = 30


@dataclass(frozen=True, slots=True)
class OpenChannel:
    """A channel of the incident's own."""

    reference: Reference | None = None
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveChannel:
    """Without a reference, the channel in which it is typed."""

    reference: Reference | None = None


FileCommand = Timeline | Postmortem | Numbers
ActCommand = Lead | Handoff | AddNote | OpenChannel | ArchiveChannel | FileCommand
TieCommand = LinkPage | UnlinkPage
#: They change something by themselves.
SavedCommand = Lead | Handoff | AddNote | OpenChannel | ArchiveChannel | TieCommand
Command = FormCommand | ShowCommand | ActCommand | TieCommand
