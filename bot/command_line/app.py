"""Where every command hangs, and where every refusal becomes a sentence and exit code 2."""

from __future__ import annotations

import contextlib
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.command_line import components, incidents, outbox, pages
from bot.command_line.audit import audit
from bot.command_line.copies import backup, copy, restore
from bot.command_line.database import migrate_database
from bot.command_line.output import say, sentence
from bot.command_line.records import stats
from bot.domain.change import change
from bot.domain.errors import Invalid, StormlampError
from bot.logs import configure_logs
from bot.settings import read_settings

app = typer.Typer(
    name="stormlamp",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # they would show the values of variables, secrets among them
    help="A Slack bot for incidents with its own public status page.",
)
app.add_typer(pages.app, name="page")
app.add_typer(components.app, name="component")
app.add_typer(incidents.app, name="incident")
app.add_typer(outbox.app, name="outbox")
app.command()(audit)
app.command(epilog="Example: stormlamp backup /var/backups/stormlamp.db")(backup)
app.command(epilog="Example: stormlamp restore /var/backups/stormlamp.db --replace")(restore)
app.command(epilog="Example: stormlamp copy --to postgresql://stormlamp@db.example.com/stormlamp")(copy)
app.command()(stats)

_REFUSED = 2
#: Many changes come in and go out while these run, each with an id of its own.
_RUN_ON = {"run", "serve", "demo"}


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"stormlamp {version('stormlamp')}")
        raise typer.Exit


@app.callback()
def stormlamp(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    if context.invoked_subcommand not in _RUN_ON:
        # One id leads from it to Slack and the page, in whose log `run` has it.
        context.with_resource(change())


@app.command()
def run() -> None:
    """Run the bot and the web server, until the process is ended."""
    # Only here: no other command need wait for all of it to load.
    from bot.command_line.running import run_application

    run_application(read_settings())


@app.command(epilog="Example: stormlamp serve --from /var/www/status")
def serve(
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="A folder that is published to; no database is needed.")
    ] = None,
) -> None:
    """Serve the pages without the bot: from the database, or from a folder alone."""
    from bot.command_line.running import serve_pages

    serve_pages(read_settings(), folder)


@app.command()
def publish(
    force: Annotated[bool, typer.Option("--force", help="Over a newer revision, too, after a restore.")] = False,
) -> None:
    """Put every page, whole, into every place of STORMLAMP_PUBLISH_TO: mends what differs, removes what is not ours."""
    from bot.command_line.publishing import publish_everything

    publish_everything(read_settings(), force=force)


@app.command()
def doctor() -> None:
    """Look at the database, Slack, the channels and every target; exit code 1 if one is not well."""
    from bot.command_line.doctor import examine_everything

    examine_everything(read_settings())


@app.command()
def demo() -> None:
    """Try it: a local Slack workspace in the browser and a status page beside it; nothing of it is kept."""
    from bot.command_line.demo import run_demo

    run_demo(read_settings())


@app.command()
def migrate() -> None:
    """Bring the database's tables up to date; `run` and the others do it by themselves."""
    before, after = migrate_database(read_settings())
    say(f"The database is at revision {after}{' already' if before == after else ''}.")


@app.command()
def manifest(
    url: Annotated[
        str | None,
        typer.Option(help="Where Slack reaches the bot, such as https://bot.example.com; Socket Mode unless given."),
    ] = None,
    domain: Annotated[
        list[str] | None,
        typer.Option(help="Where your pages are, such as status.example.com: their links are unfurled; repeatable."),
    ] = None,
) -> None:
    """Print the Slack app's manifest, to be pasted at api.slack.com/apps."""
    from bot.manifest import http_manifest, socket_mode_manifest

    domains = domain or []
    say((socket_mode_manifest(domains) if url is None else http_manifest(url, domains)).rstrip())


def run_command_line() -> None:
    """Run one command, and end the process."""
    # What a command did, its answer says; only what runs on logs it, too.
    configure_logs(quiet=True)
    try:
        _require_utf8(sys.argv)
        app(prog_name="stormlamp")
    except StormlampError as error:
        typer.echo(f"stormlamp: {sentence(error)}", err=True)
        sys.exit(_REFUSED)
    except OSError as error:
        # Such as a full disk behind standard output, or a folder that is gone from under us.
        typer.echo(f"stormlamp: The system refuses: {error.strerror or error}.", err=True)
        sys.exit(1)
    finally:
        _flush()


def _require_utf8(arguments: list[str]) -> None:
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError as error:
            raise Invalid(f"The argument {argument!a} is not UTF-8 text.") from error


def _flush() -> None:
    """A reader that has left, such as `head`, is no failure worth a traceback."""
    try:
        sys.stdout.flush()
    except OSError:
        # Else the interpreter would try once more at its end, and complain.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
