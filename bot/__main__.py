"""The `stormlamp` command. To load the rest takes a second, in which somebody may end it already."""

from __future__ import annotations

import signal
import sys
from types import FrameType

_INTERRUPTED = 128 + signal.SIGINT


def main() -> None:
    """Run one command, and end the process."""
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


if __name__ == "__main__":
    main()
