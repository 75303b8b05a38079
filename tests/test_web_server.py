"""What the web server asks of its machine."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import aiohttp

_ROOT = Path(__file__).parents[1]


async def test_where_few_files_may_be_open_some_pages_are_told_of_changes_and_the_log_says_so(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *("sh", "-c", 'ulimit -n 700; exec "$0" -m bot run', sys.executable),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "STORMLAMP_PORT": "0"},
        cwd=tmp_path,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    lines: dict[str, dict[str, str]] = {}
    try:
        async with asyncio.timeout(30), aiohttp.ClientSession() as visitor:
            while "running" not in lines:
                line = json.loads(await process.stderr.readline())
                lines[line["event"]] = line
            while True:
                async with visitor.get(f"{lines['running']['url']}/events") as stream:
                    if stream.status == 200:
                        break
                    # The page is not rendered yet, or there is no room for a stream, which is said by another time.
                    assert stream.headers["retry-after"] == "1"
    finally:
        process.terminate()
        await process.communicate()

    assert lines["few_files"]["level"] == "warning"
    assert "Only 700 files may be open at once" in lines["few_files"]["reason"]
    assert "no more than 222 open pages are told of changes" in lines["few_files"]["reason"]
