"""Is a weakness known of what is locked? Where nobody could be asked, that is said, and never taken for a no."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Unlike PyPI's own, a mirror of packages does not answer in its stead, with nothing known of anything.
SERVICE = "https://api.osv.dev/v1/query"
#: It has what requirements.lock has, and what is needed for development.
LOCK = Path(__file__).parents[2] / "requirements-dev.lock"


@dataclass(frozen=True, slots=True)
class Audit:
    known: Sequence[str]
    """A line each."""
    unasked: str = ""
    """Why nothing is known, where nobody could be asked."""

    @property
    def sentence(self) -> str:
        if self.unasked:
            return f"NOT AUDITED: {self.unasked} Run `make audit` where {SERVICE} can be reached."
        return f"Weaknesses known in what is locked: {len(self.known) or 'none'}."


def audit(lock: Path = LOCK, *, service: str = SERVICE) -> Audit:
    """Every version in the lock file, without installing anything."""
    asked = ("-r", str(lock), "--disable-pip", "--no-deps", "--strict", "--progress-spinner", "off", "--timeout", "15")
    answered = subprocess.run(
        [sys.executable, "-m", "pip_audit", *asked, "-s", "osv", "--osv-url", service, "-f", "json", "--desc", "off"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        told = json.loads(answered.stdout)["dependencies"]
    except ValueError:
        last = answered.stderr.strip().splitlines()[-1:]
        return Audit((), unasked=f"pip-audit got no answer ({' '.join(last)[:300]}).")
    return Audit(tuple(line for package in told for line in _lines(package)))


def _lines(package: dict[str, Any]) -> list[str]:
    return [
        f"{package['name']} {package['version']}: {each['id']} {' '.join(each['aliases'])}; "
        f"mended in {', '.join(each['fix_versions']) or 'no version yet'}"
        for each in package["vulns"]
    ]


def main() -> int:
    audited = audit()
    for line in (*audited.known, audited.sentence):
        print(line)  # noqa: T201
    return 1 if audited.known else 0


if __name__ == "__main__":
    sys.exit(main())
