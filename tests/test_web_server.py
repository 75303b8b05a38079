"""What the web server asks of its machine."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import aiohttp

from tests.benchmarks.load import until_it_answers

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
            await until_it_answers(f"{lines['running']['url']}/readyz", well=True)
            async with visitor.get(f"{lines['running']['url']}/events") as stream:
                assert stream.status == 200
    finally:
        process.terminate()
        await process.communicate()

    assert lines["few_files"]["level"] == "warning"
    assert "Only 700 files may be open at once" in lines["few_files"]["reason"]
    assert "no more than 222 open pages are told of changes" in lines["few_files"]["reason"]
