"""Where an act came from, and how to know it again when it comes twice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An inbound delivery: its identity (an event's, a trigger's or a view's id) and a digest of what it says."""

    identity: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """`channel` is where the responder was in Slack; None on the command line.

    `source` is a permalink to the message that the text was taken from. `is_start` where nobody asked for it: Stormlamp
    needs it to begin with.
    """

    channel: str | None = None
    delivery: Delivery | None = None
    source: str = ""
    is_start: bool = False

    @property
    def name(self) -> str:
        """For the audit record."""
        if self.is_start:
            return "start"
        if self.channel is not None:
            return self.channel
        return "command line" if self.delivery is None else "Slack"


COMMAND_LINE = Origin()
START = Origin(is_start=True)
