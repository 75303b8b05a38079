"""`make crash`: hundreds of kills over both databases; the same seed does the same again."""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from pathlib import Path

from tests.crash.course import Course
from tests.crash.victim import KILL_POINTS
from tests.postgresql import running


async def run(folder: Path, database_url: str, *, rounds: int, seed: int) -> Course:
    """Every point once a round, in an order of its own; after each round all must be right."""
    course = Course(folder=folder, database_url=database_url, random=random.Random(seed))
    async with course.workspace() as sandbox:
        for number in range(1, rounds + 1):
            for point in course.random.sample(KILL_POINTS, len(KILL_POINTS)):
                await course.kill(sandbox, point)
            await course.settle(sandbox)
            print(f"round {number} of {rounds}: {course.kills.total()} kills, all right", flush=True)  # noqa: T201
    return course


async def main() -> None:
    parser = argparse.ArgumentParser(prog="make crash")
    parser.add_argument("--rounds", type=int, default=11, help="of one kill at each point, over each database")
    parser.add_argument("--seed", type=int, default=20261123)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, running() as server:
        folders = {kind: Path(name) / kind for kind in ("sqlite", "postgresql")}
        for folder in folders.values():
            folder.mkdir()
        urls = {
            "sqlite": f"sqlite+aiosqlite:///{folders['sqlite']}/crash.db",
            "postgresql": (await server.new_database()).render_as_string(hide_password=False),
        }
        for kind, url in urls.items():
            course = await run(folders[kind], url, rounds=arguments.rounds, seed=arguments.seed)
            print(f"{kind}, seed {arguments.seed}: {len(course.acknowledged)} acknowledged updates are there, once")  # noqa: T201
            for point, kills in sorted(course.kills.items()):
                print(f"  {point:<16} {kills} kills")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
