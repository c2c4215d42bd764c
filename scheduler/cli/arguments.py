"""The arguments that several commands share, and how they become the domain's words."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from scheduler.domain.calendar import Horizon, month_last, parse_quarter
from scheduler.errors import UsageError

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The programme: a folder with programme.yaml and its tables.")
]
Quarter = Annotated[str | None, typer.Option("--quarter", help="The quarter to plan, such as 2027Q1.")]
From = Annotated[str | None, typer.Option("--from", help="First day of the horizon, 2027-01-01.")]
Until = Annotated[str | None, typer.Option("--until", help="Last day of the horizon, 2027-03-31.")]
Today = Annotated[str | None, typer.Option("--today", help="The day that counts as today; default: the clock's.")]
SetAside = Annotated[int, typer.Option("--max-set-aside", min=0, help="Faulty rows that may be left out, listed.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="HTM_DATABASE",
        help="The store's address, postgresql+psycopg://…; default: a file beside the programme.",
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url", envvar="HTM_BASE_URL", help="Where people reach htm serve: https://calendars.hospital.example."
    ),
]
By = Annotated[str | None, typer.Option("--by", help="Who does it, for the audit trail; default: who is logged in.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")]


def who_is(by: str | None) -> str:
    """Who does it: the name given, else the account's."""
    import getpass

    try:
        return by or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def today_of(text: str | None) -> date:
    """The day that counts as today: the one given, else the clock's."""
    return _day("--today", text) if text else date.today()


def horizon_of(quarter: str | None, first: str | None, last: str | None, today: date) -> Horizon:
    """The horizon asked for: a quarter, or two days; without either, the quarter after `today`."""
    if quarter and (first or last):
        raise UsageError("Give either --quarter or --from and --until, not both.")
    if bool(first) != bool(last):
        raise UsageError("--from and --until come together: --from 2027-01-01 --until 2027-03-31.")
    try:
        if quarter:
            return parse_quarter(quarter)
        if first and last:
            return Horizon(_day("--from", first), _day("--until", last))
    except ValueError as error:
        raise UsageError(str(error)) from error
    return next_quarter(today)


def next_quarter(today: date) -> Horizon:
    """The first calendar quarter that starts after `today`."""
    start = (today.month - 1) // 3 * 3 + 4
    first = date(today.year + start // 13, (start - 1) % 12 + 1, 1)
    return Horizon(first, month_last(date(first.year, first.month + 2, 1)))


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f'{option}: "{text}" is not a day; write it as 2027-01-31.') from None
