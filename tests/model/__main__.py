"""`make model`: random histories over SQLite or PostgreSQL; the same seed plays the same again."""

from __future__ import annotations

import argparse
import secrets

import structlog

from tests.model.machine import Stormlamp, over_postgresql, play
from tests.postgresql import running


def main() -> None:
    parser = argparse.ArgumentParser(prog="make model")
    parser.add_argument("--examples", type=int, default=50, help="histories to play")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--postgresql", action="store_true", help="over PostgreSQL instead of SQLite")
    parser.add_argument("--shrink", action="store_true", help="look for the shortest history that fails")
    parser.add_argument("--log", action="store_true", help="show the application's log")
    arguments = parser.parse_args()
    if not arguments.log:
        structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    print(f"seed {arguments.seed}", flush=True)  # noqa: T201
    how = {"examples": arguments.examples, "seed": arguments.seed, "shrinks": arguments.shrink}
    if arguments.postgresql:
        with running() as server:
            play(over_postgresql(server), **how)
    else:
        play(Stormlamp, **how)
    print(f"{arguments.examples} histories, all right")  # noqa: T201


if __name__ == "__main__":
    main()
