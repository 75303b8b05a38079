"""Programs that tests ask the machine for: without one they are skipped, but never in CI."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

#: nginx stands where only root looks for programs.
_PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))
#: It runs as root, without a screen, and asks nobody for anything by itself.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PACKAGES = Path(__file__).parent / "checkers"


def find_tool(name: str) -> str | None:
    return shutil.which(name, path=_PATH)


def tool(name: str, *, debian: str = "") -> str:
    """Its path. `debian` is the package that has it, if that has another name."""
    found = find_tool(name)
    if found is None and "CI" in os.environ:
        pytest.fail(f"CI has to have {name} on PATH")
    return found or pytest.skip(f"there is no {name} on PATH (Debian: apt-get install {debian or name})")


def node_modules() -> Path:
    """What tests/checkers/package-lock.json names, put there first if it is not yet."""
    npm = tool("npm")
    lock, folder = _PACKAGES / "package-lock.json", _PACKAGES / "node_modules"
    installed = folder / ".installed"
    with open(lock, encoding="utf-8") as turn:  # several workers ask at once
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not installed.exists() or installed.read_bytes() != lock.read_bytes():
            subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=_PACKAGES, check=True)
            installed.write_bytes(lock.read_bytes())
    return folder
