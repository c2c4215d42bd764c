"""`htm publish`: a checked plan becomes a version, and every calendar shows it."""

import gc
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.arguments import AsJson, By, Database, DryRun, Folder, who_is
from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import say, say_json, thousands

if TYPE_CHECKING:
    from scheduler.publishing import Published
    from scheduler.service.handing_out import HandedOut


def command(
    folder: Folder,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that htm plan wrote.")],
    if_version: Annotated[
        int | None, typer.Option(min=0, help="Publish only if this is the latest version (0: none yet); else exit 6.")
    ] = None,
    database: Database = None,
    by: By = None,
    note: Annotated[str, typer.Option("--note", help="Why, for the list of versions.")] = "",
    report_url: Annotated[
        str, typer.Option(envvar="HTM_REPORT_URL", help="Where the report can be read; links of events lead there.")
    ] = "",
    renamed_from: Annotated[
        str | None, typer.Option(help="The programme's name in the latest version, if it was renamed since.")
    ] = None,
    static: Annotated[
        Path | None, typer.Option("--static", help="Also write the calendars as files, for a web server.")
    ] = None,
    caldav: Annotated[
        str | None, typer.Option("--caldav", help="Also push the calendars to a CalDAV collection at this address.")
    ] = None,
    caldav_kind: Annotated[
        list[str] | None, typer.Option(help="Push only these: technicians, departments, performers, sites.")
    ] = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Publish what `htm verify` accepts as the next version, with every calendar; nothing is overwritten."""
    from scheduler.publishing import Order, publish

    gc.disable()  # what is read stays to the end of this short life; looking it over for cycles took a seventh of it
    order = Order(
        who=" ".join(who_is(by).split())[:100],
        now=datetime.now(UTC),
        note=" ".join(note.split())[:500],
        database=database,
        after=if_version,
        report=report_url,
        renamed_from=renamed_from,
        dry_run=dry_run,
    )
    with Stopwatch() as watch:
        published = publish(folder, out, order, watch)
    handed_out = None
    if not dry_run and (static or caldav):
        handed_out = _hand_out(folder, database, static, caldav, caldav_kind or [])
    if as_json:
        say_json(_figures(published, dry_run) | _handed_figures(handed_out))
    else:
        _tell(published, dry_run)
        _tell_handed_out(handed_out)


def _hand_out(
    folder: Path, database: str | None, static: Path | None, caldav: str | None, kinds: list[str]
) -> "HandedOut":
    from scheduler.service.handing_out import hand_out
    from scheduler.store import open_store

    now = datetime.now(UTC)
    with open_store(folder, database, now) as store:
        return hand_out(store, static, caldav, kinds, now)


def _tell_handed_out(found: "HandedOut | None") -> None:
    if found is not None and found.static is not None:
        say(f"{thousands(found.static.written):>10} files written, {thousands(found.static.same)} as before")
    if found is not None and found.caldav is not None:
        pushed = found.caldav
        rest = f"{pushed.updated} changed, {pushed.deleted} deleted, {pushed.same} as before"
        say(f"{thousands(pushed.created):>10} appointments made on the calendar server, {rest}")


def _handed_figures(found: "HandedOut | None") -> dict[str, object]:
    figures: dict[str, object] = {}
    if found is not None and found.static is not None:
        figures["static"] = {"written": found.static.written, "as_before": found.static.same}
    if found is not None and found.caldav is not None:
        pushed = found.caldav
        figures["caldav"] = {
            "created": pushed.created,
            "updated": pushed.updated,
            "deleted": pushed.deleted,
            "as_before": pushed.same,
        }
    return figures


def _tell(published: "Published", dry_run: bool) -> None:
    version = published.version
    done = "would be published" if dry_run else "is published"
    days = f"{version.first_day} to {version.last_day}"
    say(f"Version {version.number} {done}: {thousands(version.visits)} visits, {days}")
    for number, words in (
        (published.new_events, "new appointments"),
        (published.changed_events, "changed"),
        (published.cancelled_events, "cancelled"),
        (published.same_events, "as before"),
    ):
        say(f"{thousands(number):>10} {words}")
    say(f"{thousands(published.changed_feeds):>10} of {thousands(published.feeds)} calendars differ from before")


def _figures(published: "Published", dry_run: bool) -> dict[str, object]:
    version = published.version
    return {
        "version": version.number,
        "dry_run": dry_run,
        "published_at": version.published_at.isoformat(timespec="seconds"),
        "who": version.who,
        "note": version.note,
        "programme": version.programme,
        "programme_fingerprint": version.programme_fingerprint,
        "plan_fingerprint": version.plan_fingerprint,
        "from": version.first_day.isoformat(),
        "until": version.last_day.isoformat(),
        "visits": version.visits,
        "events": {
            "new": published.new_events,
            "changed": published.changed_events,
            "cancelled": published.cancelled_events,
            "as_before": published.same_events,
        },
        "feeds": published.feeds,
        "feeds_changed": published.changed_feeds,
    }
