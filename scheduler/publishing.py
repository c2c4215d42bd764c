"""The journey from a plan's folder to a published version: checked, issued to every reader, written whole."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler import pipeline
from scheduler.domain.facts import Facts
from scheduler.domain.publication import EventStatus, IssuedFeed
from scheduler.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from scheduler.store import Publication, Store, Version


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

    _refuse_early(folder, order)
    files = kept_files(out)
    checked = pipeline.check_folder(folder, out, watch)
    programme = checked.facts.programme
    publication = Publication(
        checked.verdict.verified(), programme.name, programme.fingerprint, files, order.who, order.note, order.now
    )
    if kept_files(out) != files:
        raise UsageError(f"{out} was changed while it was checked; nothing was published. Publish it again.")
    watch.stage("Publishing", 0)
    return publish_checked(publication, checked.facts, folder, order)


def publish_checked(publication: "Publication", facts: Facts, folder: Path, order: Order) -> Published:
    """Publish a checked plan of the programme in `folder`, whole or not at all."""
    return _Publisher(publication, facts, order).publish(folder)


def _refuse_early(folder: Path, order: Order) -> None:
    """Raise VersionConflict before the plan is checked, where it is clear by then."""
    from scheduler.store import find_store, refuse_conflict

    opened = find_store(folder, order.database, order.now)
    if opened is None:
        if order.after:
            raise UsageError(f"Nothing was published yet: --if-version {order.after} cannot be. Give --if-version 0.")
        return
    with opened, opened.reading() as connection:
        refuse_conflict(connection, order.after)


class _Publisher:
    """One publication on its way into the store."""

    def __init__(self, publication: "Publication", facts: Facts, order: Order) -> None:
        self._publication = publication
        self._facts = facts
        self._order = order

    def publish(self, folder: Path) -> Published:
        """Issue the feeds before the writer's turn comes, and anew only if somebody published meanwhile."""
        from scheduler.store import find_store, issued_feeds, latest_number, open_store

        with ExitStack() as stack:
            open_or_find = find_store if self._order.dry_run else open_store
            store = open_or_find(folder, self._order.database, self._order.now)
            if store is None:
                return self._told(0, (), self._issue(()))
            stack.enter_context(store)
            with store.reading() as connection:
                number, known = latest_number(connection), issued_feeds(connection)
            issued = self._issue(known)
            if self._order.dry_run:
                with store.reading() as connection:
                    self._refuse(connection)
                return self._told(number, known, issued)
            return self._write(store, number, known, issued)

    def _write(
        self, store: "Store", number: int, known: Sequence[IssuedFeed], issued: Sequence[IssuedFeed]
    ) -> Published:
        from scheduler.store import issued_feeds, latest_number, publish

        with store.writing() as connection:
            self._refuse(connection)
            if latest_number(connection) != number:
                known = issued_feeds(connection)
                issued = self._issue(known)
            version = publish(connection, self._publication, issued)
        return _difference(version, known, issued)

    def _refuse(self, connection: "Connection") -> None:
        from scheduler.store import refuse_conflict, refuse_other_programme

        refuse_conflict(connection, self._order.after)
        refuse_other_programme(connection, self._publication.programme, self._order.renamed_from)

    def _issue(self, known: Sequence[IssuedFeed]) -> Sequence[IssuedFeed]:
        from scheduler.outputs import issue_feeds

        plan = self._publication.verified.plan
        return issue_feeds(plan, self._facts, known, self._order.now, self._order.report)

    def _told(self, number: int, known: Sequence[IssuedFeed], issued: Sequence[IssuedFeed]) -> Published:
        """Say what would be published."""
        from scheduler.store import version_to_be

        return _difference(version_to_be(number + 1, self._publication), known, issued)


def _difference(version: "Version", known: Sequence[IssuedFeed], issued: Sequence[IssuedFeed]) -> Published:
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
