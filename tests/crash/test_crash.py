"""A short run, once at each point, every other one over PostgreSQL; `make crash` does hundreds, all over both."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.crash.course import Course
from tests.crash.victim import KILL_POINTS, Point


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("database_kind", "points"), [("sqlite", tuple(KILL_POINTS)[::2]), ("postgresql", tuple(KILL_POINTS)[1::2])]
)
async def test_whatever_was_acknowledged_is_there_once_wherever_the_process_was_killed(
    tmp_path: Path, empty_database_url: str, points: Sequence[Point]
) -> None:
    course = Course(folder=tmp_path, database_url=empty_database_url, random=random.Random(20261123))
    async with course.workspace() as sandbox:
        for point in points:
            await course.kill(sandbox, point)
        await course.settle(sandbox)

    assert course.kills == dict.fromkeys(points, 1)
    assert course.acknowledged
    assert Point.NOWHERE not in course.kills
