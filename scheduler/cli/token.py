"""`htm token`: who subscribes to which calendar; addresses are shown once and kept only as a hash."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.arguments import AsJson, BaseUrl, By, Database, DryRun, Folder, who_is
from scheduler.cli.screen import note, say, say_json
from scheduler.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from scheduler.service.subscriptions import Issued
    from scheduler.store import Store, Token

app = typer.Typer(help="Subscriptions: add, list, revoke and rotate the secret addresses of calendars.")
LOCAL = "http://127.0.0.1:8080"

TokenId = Annotated[str, typer.Argument(metavar="ID", help="A subscription of htm token list.")]


@app.command()
def add(
    folder: Folder,
    feed: Annotated[str, typer.Argument(metavar="CALENDAR", help="Such as technicians/T1 or departments/ICU.")],
    subscriber: Annotated[str, typer.Option("--for", help="The person who gets the address.")],
    base_url: BaseUrl = None,
    database: Database = None,
    by: By = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Make the address of one calendar for one person; it is shown now and never again."""
    from scheduler.service.subscriptions import issue

    with _writing(folder, database, by, dry_run) as pen:
        made = issue(pen.connection, feed, subscriber, base_url=base_url or LOCAL, who=pen.who, now=pen.now)
    _show(made, as_json, dry_run)


@app.command(name="list")
def list_(folder: Folder, database: Database = None, as_json: AsJson = False) -> None:
    """List every subscription, with when it was last fetched; never an address."""
    from scheduler.store import tokens

    now = datetime.now(UTC)
    with _opened(folder, database, now) as store, store.reading() as connection:
        found = tokens(connection)
    if as_json:
        say_json({"tokens": [_as_json(each) for each in found]})
        return
    for each in found:
        state = f"revoked {each.revoked_at:%Y-%m-%d}" if each.revoked_at else "in use"
        fetched = f"{each.fetched_at:%Y-%m-%d %H:%M} UTC" if each.fetched_at else "never fetched"
        say(f"{each.token_id:14}{each.feed_id!s:32}{each.subscriber:28}{state:20}{fetched}")


@app.command()
def revoke(
    folder: Folder,
    token_id: TokenId,
    database: Database = None,
    by: By = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Revoke a subscription: its address answers 410 at once, and for good."""
    from scheduler.store import revoke_token

    with _writing(folder, database, by, dry_run) as pen:
        found = revoke_token(pen.connection, token_id, who=pen.who, now=pen.now)
    if as_json:
        say_json(_as_json(found) | {"dry_run": dry_run})
    else:
        say(f"{found.token_id} {'would be' if dry_run else 'is'} revoked: {found.feed_id} of {found.subscriber}")


@app.command()
def rotate(
    folder: Folder,
    token_id: TokenId,
    base_url: BaseUrl = None,
    database: Database = None,
    by: By = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Revoke a subscription and make a new address for the same calendar and person."""
    from scheduler.service.subscriptions import reissue

    with _writing(folder, database, by, dry_run) as pen:
        made = reissue(pen.connection, token_id, base_url=base_url or LOCAL, who=pen.who, now=pen.now)
    _show(made, as_json, dry_run)


class _DryRun(Exception):
    """Takes back what was written for show."""


@dataclass(frozen=True, slots=True)
class _Pen:
    """Who writes into the store, and when (UTC)."""

    connection: "Connection"
    who: str
    now: datetime


@contextmanager
def _writing(folder: "Path", database: str | None, by: str | None, dry_run: bool) -> "Iterator[_Pen]":
    """Lend the store's pen; in a dry run, what was written is taken back."""
    now = datetime.now(UTC)
    with _opened(folder, database, now) as store:
        try:
            with store.writing() as connection:
                yield _Pen(connection, who_is(by), now)
                if dry_run:
                    raise _DryRun
        except _DryRun:
            pass


def _opened(folder: "Path", database: str | None, now: datetime) -> "Store":
    from scheduler.store import find_store

    found = find_store(folder, database, now)
    if found is None:
        raise UsageError(f"Nothing was published from {folder} yet. Run htm publish first.")
    return found


def _show(made: "Issued", as_json: bool, dry_run: bool) -> None:
    if as_json:
        say_json(_as_json(made.token) | {"url": made.links.feed, "page": made.links.page, "dry_run": dry_run})
        return
    say(f"{made.token.token_id}: {made.token.feed_id} for {made.token.subscriber}")
    say(f"page to send:  {made.links.page}")
    say(f"calendar:      {made.links.feed}")
    note("These addresses are shown only now; whoever has them can read the calendar. htm token revoke stops them.")
    if made.links.is_inside:
        note("The address is inside the house: Google and Microsoft 365 cannot reach it. See --base-url.")


def _as_json(token: "Token") -> dict[str, object]:
    return {
        "id": token.token_id,
        "calendar": str(token.feed_id),
        "subscriber": token.subscriber,
        "created_at": token.created_at.isoformat(timespec="seconds"),
        "created_by": token.created_by,
        "revoked_at": token.revoked_at.isoformat(timespec="seconds") if token.revoked_at else None,
        "fetched_at": token.fetched_at.isoformat(timespec="seconds") if token.fetched_at else None,
        "fetched_by": token.fetched_by,
    }
