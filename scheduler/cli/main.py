"""`htm`: finds the commands, and turns every error into a sentence and an exit code."""

import gc
import os
import sys
from contextlib import suppress

import typer

from scheduler.cli import (
    advisories,
    appendix,
    check,
    compliance,
    demo,
    diff,
    doctor,
    explain,
    formats,
    init,
    plan,
    publish,
    record,
    replan,
    serve,
    token,
    verify,
    what_if,
)
from scheduler.cli.screen import show_error
from scheduler.errors import SchedulerError

app = typer.Typer(
    name="htm",
    help="Plans equipment maintenance, calibration and patching; writes calendars and the contract's appendix.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (
    init,
    check,
    plan,
    verify,
    publish,
    diff,
    record,
    compliance,
    replan,
    serve,
    explain,
    what_if,
    advisories,
    appendix,
    formats,
    demo,
    doctor,
):
    app.command(name=command.__name__.rpartition(".")[2].replace("_", "-"))(command.command)
app.add_typer(token.app, name="token")


def run() -> None:
    """Run a command; exit codes: 0 done, 1 unexpected, 2 usage, 3 input, 4 plan, 5 limit, 6 version, 130 stopped."""
    try:
        app()
    except SchedulerError as error:
        show_error(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        show_error(error)
        sys.exit(1)


def program() -> None:
    """Run a command as a program of its own, and end at once: taking apart all that it has read takes a second or two.

    That is so where a command has said, by leaving cycles alone, that nothing of it outlives the run.
    """
    try:
        run()
    except SystemExit as ended:
        if not gc.isenabled() and isinstance(ended.code, int | None):
            with suppress(BrokenPipeError):
                sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended.code or 0)
        raise
