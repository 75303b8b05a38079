"""`stormlamp run` as a process: it ends when it is told to, whatever it waits for."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.benchmarks.load import until_it_answers
from tests.benchmarks.process import free_port, process
from tests.postgresql import PostgreSQL
from tests.silent_proxy import SilentDatabase

_ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_when_told_to_though_the_database_is_away(tmp_path: Path, signal_: signal.Signals) -> None:
    environment = {"DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1:1/nothing", "STORMLAMP_PORT": "0"}
    path = {"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=path | environment, cwd=tmp_path, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        while b"database_away" not in (line := await process.stderr.readline()):
            assert line
        assert b"127.0.0.1:1/nothing" in line
        process.send_signal(signal_)
        async with asyncio.timeout(5):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_it_ends_when_told_to_though_the_database_is_silent(postgresql: PostgreSQL, tmp_path: Path) -> None:
    url = (await postgresql.new_database_with_tables()).render_as_string(hide_password=False)
    async with SilentDatabase(url).running() as proxy:
        environment = {"DATABASE_URL": proxy.url, "STORMLAMP_PORT": str(port := free_port())}
        async with process("bot", "run", environment=environment) as run:
            await until_it_answers(f"http://127.0.0.1:{port}/readyz", well=True)
            proxy.silence(new_ones=True)
            await proxy.unanswered.wait()
            run.send_signal(signal.SIGTERM)
            async with asyncio.timeout(5):
                assert await run.wait() == 0


_WITH_A_THREAD_THAT_HANGS = """
import asyncio, contextlib, threading, uvloop
from bot.command_line.running import run_until_ended

@contextlib.asynccontextmanager
async def running():
    asyncio.get_running_loop().run_in_executor(None, threading.Event().wait)
    print("running", flush=True)
    try:
        yield
    finally:
        print("closed")

uvloop.run(run_until_ended(running()))
"""


async def test_it_ends_when_told_to_though_a_disk_hangs() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _WITH_A_THREAD_THAT_HANGS),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"running\n"
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            assert b"closed" in await process.stdout.read()
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
