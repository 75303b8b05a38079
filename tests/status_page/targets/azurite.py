"""Azure Blob Storage by Microsoft's own emulator, in memory, with an empty container."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from tests.public_page import reader
from tests.tools import node_modules, tool

#: The emulator's, the same everywhere and documented: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
_ACCOUNT = "devstoreaccount1"
_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
CONTAINER = "status"


@contextlib.asynccontextmanager
async def azurite(work: Path) -> AsyncIterator[Mapping[str, str]]:
    """Gives the environment variables that lead to it."""
    program = (await asyncio.to_thread(node_modules)) / "azurite" / "dist" / "src" / "blob" / "main.js"
    options = ("--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck", "--blobPort", "0")
    process = await asyncio.create_subprocess_exec(
        tool("node", debian="nodejs"), str(program), *options, cwd=work, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            while b" listens on " not in (line := await process.stdout.readline()):
                assert line, "the emulator has ended"
        url = f"{line.decode().rpartition(' ')[2].strip()}/{_ACCOUNT}"
        await _create_container(url)
        yield {
            "AZURE_STORAGE_ENDPOINT": url,
            "AZURE_STORAGE_ACCOUNT_NAME": _ACCOUNT,
            "AZURE_STORAGE_ACCOUNT_KEY": _KEY,
        }
    finally:
        process.terminate()
        await process.communicate()


async def _create_container(url: str) -> None:
    """obstore can't; signed as Azure's “Authorize with Shared Key” says."""
    headers = {"x-ms-date": format_datetime(datetime.now(UTC), usegmt=True), "x-ms-version": "2023-11-03"}
    signed = "".join(f"{name}:{value}\n" for name, value in headers.items())
    text = f"PUT{12 * chr(10)}{signed}/{_ACCOUNT}/{_ACCOUNT}/{CONTAINER}\nrestype:container"
    signature = base64.b64encode(hmac.digest(base64.b64decode(_KEY), text.encode(), hashlib.sha256)).decode()
    headers["authorization"] = f"SharedKey {_ACCOUNT}:{signature}"
    async with reader() as client:
        (await client.put(f"{url}/{CONTAINER}?restype=container", headers=headers)).raise_for_status()
