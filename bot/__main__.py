"""The `stormlamp` command. To load the rest takes a second, in which somebody may end it already."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

_INTERRUPTED = 128 + signal.SIGINT


def main() -> None:
    """Run one command, and end the process."""
    _open_what_is_closed()
    terminated: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        """As the keyboard does, which lets a command remove what it has begun."""
        terminated.append(number)
        signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGTERM, end)
    try:
        from bot.command_line.app import run_command_line

        run_command_line()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    finally:
        signal.signal(signal.SIGTERM, before)
        if terminated:
            # Whoever sent it looks for that in how the process has ended.
            signal.raise_signal(signal.SIGTERM)


def _open_what_is_closed() -> None:
    """What is opened next, such as a database, would get its number, and be written to by whoever complains."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 until the process ends


if __name__ == "__main__":
    main()
