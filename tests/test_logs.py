"""What never stands in a log."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_LINES = """
import logging
import structlog
from bot.logs import configure_logs
{setup}
configure_logs()
url = "wss://wss-primary.slack.com/link/?ticket=5f0c-hush&app_id=hush0123"
logging.getLogger("slack_sdk.socket_mode.aiohttp").error("Failed to connect to %s", url)
structlog.get_logger().warning("part_failed", reason=url)
try:
    raise ConnectionError(f"400, message='Invalid response status', url='{{url}}'")
except ConnectionError:
    structlog.get_logger().exception("part_failed")
"""


@pytest.mark.parametrize("setup", ["", "import sys; sys.stderr.isatty = lambda: True"], ids=["JSON", "terminal"])
def test_the_ticket_of_a_socket_is_left_out_wherever_it_stands(setup: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _LINES.format(setup=setup)], capture_output=True, text=True, check=True, timeout=60
    )

    assert "hush" not in ran.stderr
    assert ran.stderr.count("ticket=…&app_id=…") + ran.stderr.count(r"ticket=\u2026&app_id=\u2026") == 3


_START = """
from bot.logs import configure_logs
from bot.metrics import Metrics
from bot.slack.client import make_client
from bot.slack.incoming import IncomingApp
configure_logs()
IncomingApp(make_client("xoxb-1", "http://127.0.0.1:1/"), signing_secret=None, metrics=Metrics())
"""


def test_that_bolt_takes_the_token_from_us_and_from_nowhere_else_is_no_warning() -> None:
    environment = {**os.environ, "SLACK_BOT_TOKEN": "xoxb-1"}
    ran = subprocess.run(
        [sys.executable, "-c", _START], capture_output=True, text=True, check=True, timeout=60, env=environment
    )

    assert ran.stderr == ""


_ON = """
import logging
import structlog
from bot.logs import configure_logs
configure_logs()
structlog.get_logger().error("act")
logging.getLogger("slack_sdk").error("Failed")
print("It goes on.")
"""


@pytest.mark.parametrize("standard_error", [">/dev/full", ">&-"])
def test_a_line_that_can_not_be_written_ends_nothing(standard_error: str) -> None:
    command = [
        *("sh", "-c", f'exec "$0" -c "$1" 2{standard_error}'),
        sys.executable,
        f"import bot.__main__ as m; m._open_what_is_closed()\n{_ON}",
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)

    assert ran.stdout == "It goes on.\n"
