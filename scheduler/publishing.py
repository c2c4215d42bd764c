"""The journey from a plan's folder to a published version: checked, issued to every reader, written whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler import pipeline
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.publication import EventStatus, IssuedFeed
from scheduler.errors import UsageError, VersionConflict

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from scheduler.store import Publication, Store, Version


PUBLISHED, VISITS = "published.csv", "visits.csv"


@dataclass(frozen=True, slots=True)
class Order:
    """How a planner wants a plan published: by whom, when (UTC), in which store, after which version.

    `database` None: beside the programme. `after` None: whatever is the latest. `report` is where the links of events
    lead; blank: nowhere. `renamed_from`: what the programme was called in the latest version, if not as now.
    """

    who: str
    now: datetime
    note: str = ""
    database: str | None = None
    after: int | None = None
    report: str = ""
    renamed_from: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """A version, and what it changes for subscribers: events by what became of them, feeds with other bytes."""

    version: "Version"
    new_events: int
    changed_events: int
    cancelled_events: int
    same_events: int
    changed_feeds: int
    feeds: int


def publish(folder: Path, out: Path, order: Order, watch: pipeline.Watch) -> Published:
    """Publish a plan's folder as the next version, with every feed. Raises PlanFault where `verify` finds anything.

    Raises VersionConflict where the latest version is not the one that was to be followed; nothing is overwritten.
    """
    from scheduler.outputs import kept_files
    from scheduler.store import Publication

    files, publisher = kept_files(out), _Publisher(folder, order)
    _refuse_early(folder, files, order)
    checked = pipeline.check_folder(folder, out, watch, publisher.prepare)
    programme = checked.facts.programme
    publication = Publication(
        checked.verdict.verified(), programme.name, programme.fingerprint, files, order.who, order.note, order.now
    )
    if kept_files(out) != files:
        raise UsageError(f"{out} was changed while it was checked; nothing was published. Publish it again.")
    watch.stage("Publishing", 0)
    return publisher.publish(publication, checked.facts)


def publish_checked(publication: "Publication", facts: Facts, folder: Path, order: Order) -> Published:
    """Publish a checked plan of the programme in `folder`, whole or not at all."""
    return _Publisher(folder, order).publish(publication, facts)


def _refuse_early(folder: Path, files: Mapping[str, bytes], order: Order) -> None:
    """Raise VersionConflict or UsageError before the plan is checked, where it is clear by then."""
    from scheduler.store import find_store, refuse_conflict

    opened = find_store(folder, order.database, order.now)
    if opened is None:
        if order.after:
            raise UsageError(f"Nothing was published yet: --if-version {order.after} cannot be. Give --if-version 0.")
        return
    with opened, opened.reading() as connection:
        refuse_conflict(connection, order.after)
        _refuse_unseen(connection, files)


def _refuse_unseen(connection: "Connection", files: Mapping[str, bytes]) -> None:
    """Raise VersionConflict where a plan was planned again from something else than people have seen last."""
    from scheduler.store import files_of, latest_number

    number = latest_number(connection)
    if PUBLISHED not in files or not number:
        return
    latest = files_of(connection, number)
    if latest.get(VISITS) == files[VISITS]:
        return
    found = _not_as_shown(files, latest)
    if found:
        raise VersionConflict(
            f"This plan was planned again from another one than version {number}, the latest: {found[0]} "
            f"{len(found)} visits differ; nothing was published. Run htm replan again, from version {number}."
        )


def _not_as_shown(files: Mapping[str, bytes], version: Mapping[str, bytes]) -> list[str]:
    from scheduler.outputs import not_as_shown

    today = date.fromisoformat(json.loads(files["plan.json"])["today"])
    return list(not_as_shown(files[PUBLISHED], version[VISITS], today))


def not_as_published(folder: Path, out: Path, database: str | None, now: datetime) -> tuple[Violation, ...]:
    """Say where published.csv tells of visits otherwise than the version of the store that comes nearest to it."""
    from scheduler.outputs import kept_files
    from scheduler.store import files_of, find_store, latest_number

    files = kept_files(out)
    store = find_store(folder, database, now) if PUBLISHED in files else None
    if store is None:
        return ()
    nearest: list[str] = []
    with store, store.reading() as connection:
        for number in range(latest_number(connection), 0, -1):
            found = _not_as_shown(files, files_of(connection, number))
            if not found:
                return ()
            nearest = min(nearest or found, found, key=len)
    return tuple(Violation(PUBLISHED, PUBLISHED, sentence) for sentence in nearest)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The feeds that would follow a version (0: none), and what readers saw of it."""

    number: int
    known: Sequence[IssuedFeed]
    issued: Sequence[IssuedFeed]


class _Publisher:
    """One publication on its way into the store."""

    def __init__(self, folder: Path, order: Order) -> None:
        self._folder = folder
        self._order = order
        self._prepared: _Prepared | None = None

    def prepare(self, plan: Plan, facts: Facts) -> None:
        """Issue the feeds before the writer's turn comes; they hold as long as nobody else publishes."""
        from scheduler.store import find_store

        store = find_store(self._folder, self._order.database, self._order.now)
        if store is None:
            self._prepared = _Prepared(0, (), self._issue(plan, facts, ()))
            return
        with store, store.reading() as connection:
            self._prepared = self._after(connection, plan, facts)

    def publish(self, publication: "Publication", facts: Facts) -> Published:
        """Write the next version, or only say what it would be."""
        from scheduler.store import find_store, open_store

        plan = publication.verified.plan
        if self._prepared is None:
            self.prepare(plan, facts)
        open_or_find = find_store if self._order.dry_run else open_store
        store = open_or_find(self._folder, self._order.database, self._order.now)
        if store is None:
            return self._told(publication)
        with store:
            if not self._order.dry_run:
                return self._write(store, publication, facts)
            with store.reading() as connection:
                self._refuse(connection, publication)
            return self._told(publication)

    def _write(self, store: "Store", publication: "Publication", facts: Facts) -> Published:
        from scheduler.store import latest_number, publish

        prepared = self._prepared
        with store.writing() as connection:
            self._refuse(connection, publication)
            if prepared is None or latest_number(connection) != prepared.number:
                prepared = self._after(connection, publication.verified.plan, facts)
            version = publish(connection, publication, prepared.issued)
        return _difference(version, prepared)

    def _told(self, publication: "Publication") -> Published:
        """Say what would be published."""
        from scheduler.store import version_to_be

        prepared = self._prepared or _Prepared(0, (), ())
        return _difference(version_to_be(prepared.number + 1, publication), prepared)

    def _after(self, connection: "Connection", plan: Plan, facts: Facts) -> _Prepared:
        from scheduler.store import issued_feeds, latest_number

        known = issued_feeds(connection)
        return _Prepared(latest_number(connection), known, self._issue(plan, facts, known))

    def _issue(self, plan: Plan, facts: Facts, known: Sequence[IssuedFeed]) -> Sequence[IssuedFeed]:
        from scheduler.outputs import issue_feeds

        return issue_feeds(plan, facts, known, self._order.now, self._order.report)

    def _refuse(self, connection: "Connection", publication: "Publication") -> None:
        from scheduler.store import refuse_conflict, refuse_other_programme

        refuse_conflict(connection, self._order.after)
        refuse_other_programme(connection, publication.programme, self._order.renamed_from)
        _refuse_unseen(connection, publication.files)


def _difference(version: "Version", prepared: _Prepared) -> Published:
    known, issued = prepared.known, prepared.issued
    before = {(feed.feed_id, entry.issued.event.uid): entry.issued.sequence for feed in known for entry in feed.entries}
    known_uids = {uid for _, uid in before}
    new, changed, cancelled, same = set(), set(), set(), set()
    visits = [(feed.feed_id, entry.issued) for feed in issued for entry in feed.entries if entry.issued.event.visit_ids]
    for feed_id, issue in visits:
        uid, event = issue.event.uid, issue.event
        if before.get((feed_id, uid)) == issue.sequence:
            same.add(uid)
        elif uid not in known_uids:
            new.add(uid)
        elif event.status is EventStatus.CANCELLED:
            cancelled.add(uid)
        else:
            changed.add(uid)
    bytes_before = {feed.feed_id: feed.content for feed in known}
    return Published(
        version,
        len(new),
        len(changed),
        len(cancelled - changed),
        len(same - changed - cancelled),
        sum(bytes_before.get(feed.feed_id) != feed.content for feed in issued),
        len(issued),
    )
