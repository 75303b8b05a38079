from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.stage import Stage, staged


@pytest.fixture
async def stage(tmp_path: Path, database_url: str) -> AsyncIterator[Stage]:
    async with staged(tmp_path, database_url=database_url) as stage:
        yield stage
