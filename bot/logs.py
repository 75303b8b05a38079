"""Logs: lines with a static event name and fields, on standard error."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import sys
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.domain.change import current_change

#: Bolt finds a token in the environment beside the client that we give it, and says that it takes the client's; and
#: one in the client, where we say who we are.
_OF_COURSE = ("As you gave `client` as well", "As `installation_store` or `authorize` has been used")
#: In the address of a socket, which the SDK's lines and the network's errors repeat: with it anybody may open that.
_TICKET = re.compile(r"(ticket|app_id)=[^&\s'\"\\<>]+")


class _Outlet(io.TextIOBase):
    """Standard error, as far as that takes anything. A full disk, or a reader that has left, costs the line and nothing
    of what the line is about.
    """

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()


def configure_logs(*, quiet: bool = False) -> None:
    """Colours for a person at a terminal, one JSON object a line for everything else. `quiet`: only what went wrong."""
    is_person = sys.stderr.isatty()
    stream = cast(TextIO, _Outlet())
    shared: list[Processor] = [
        _with_change,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([] if is_person else [structlog.processors.format_exc_info]),
    ]
    rendered = _without_tickets(_console() if is_person else structlog.processors.JSONRenderer())
    structlog.configure(
        processors=[*shared, rendered],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        # A quiet command may become one that is not.
        cache_logger_on_first_use=not quiet,
    )
    # The libraries' own warnings; what they have to say below that, we say ourselves.
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, rendered],
        )
    )
    handler.addFilter(lambda record: not record.getMessage().startswith(_OF_COURSE))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def _with_change(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The id that leads from Slack's delivery to every call and publication that came of it."""
    id = current_change()
    return event if id is None else {"change": id, **event}


def _without_tickets(render: Processor) -> Processor:
    """Of the whole line, wherever in it: in a message, in a field or in a traceback."""

    def rendered(logger: WrappedLogger, method: str, event: EventDict) -> str:
        return _TICKET.sub(r"\1=…", str(render(logger, method, event)))

    return rendered


def _console() -> structlog.dev.ConsoleRenderer:
    # Prettier tracebacks would show the values of variables, secrets among them.
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
