"""What ought to be: a few plain values, and the rules of the domain written down a second time, plainly."""

from __future__ import annotations

from dataclasses import dataclass, field

#: From good to bad. What a component shows is the worst of its statuses in the open incidents that the public knows.
BADNESS = ("operational", "degraded_performance", "partial_outage", "major_outage")
COMPONENTS = ("API", "Website", "Search")
WITHDRAWN = "This update was withdrawn."


@dataclass(slots=True)
class Said:
    """One update. `is_public` is False for what was said before the incident was published."""

    word: str
    status: str
    is_public: bool
    is_withdrawn: bool = False

    @property
    def shown(self) -> str:
        return WITHDRAWN if self.is_withdrawn else self.word


@dataclass(slots=True)
class Expected:
    """One incident. `held` are its components while it is open; a resolution lets go of them, reopening takes them."""

    title: str
    said: list[Said]
    held: dict[str, str] = field(default_factory=dict)
    is_cancelled: bool = False

    @property
    def status(self) -> str:
        return self.said[-1].status

    @property
    def is_open(self) -> bool:
        return self.status != "resolved" and not self.is_cancelled

    @property
    def is_public(self) -> bool:
        return any(each.is_public for each in self.said) and not self.is_cancelled


@dataclass(slots=True)
class Expectation:
    """By number, which begins with 1."""

    incidents: dict[int, Expected] = field(default_factory=dict)

    def shown(self) -> dict[str, str]:
        """What the page shows of each component."""
        holding = [each for each in self.incidents.values() if each.is_open and each.is_public]
        return {
            name: max(
                (each.held[name] for each in holding if name in each.held), key=BADNESS.index, default="operational"
            )
            for name in COMPONENTS
        }

    def is_all_well(self) -> bool:
        """A page never says so while an incident is open on it."""
        return not any(each.is_open and each.is_public for each in self.incidents.values())

    def open(self) -> list[int]:
        return [number for number, each in self.incidents.items() if each.is_open]

    def resolved(self) -> list[int]:
        return [n for n, each in self.incidents.items() if each.status == "resolved" and not each.is_cancelled]

    def internal(self) -> list[int]:
        return [n for n, each in self.incidents.items() if not each.is_cancelled and not each.is_public]

    def standing(self) -> list[int]:
        """Those with an update that was not withdrawn, and that were not cancelled."""
        return [
            number
            for number, each in self.incidents.items()
            if not each.is_cancelled and not all(said.is_withdrawn for said in each.said)
        ]
