from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.delivery.desk import Desk, opened


@pytest.fixture
async def desk(tmp_path: Path, database_url: str) -> AsyncIterator[Desk]:
    async with opened(tmp_path, database_url=database_url) as desk, desk.application.running():
        desk.sandbox.deliver_to(f"{desk.application.url}/slack/events")
        yield desk
