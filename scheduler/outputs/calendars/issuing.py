"""The next issue of every feed: what each reader saw so far, and what the new plan makes of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from scheduler.domain.calendar import day_of
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.domain.publication import FeedEntry, FeedId, IssuedEvent, IssuedFeed
from scheduler.outputs.calendars.event import uid_of
from scheduler.outputs.calendars.feeds import ReaderEvents, feeds
from scheduler.outputs.calendars.fitting import empty_notice, fitted
from scheduler.outputs.calendars.ics import BUILDER, Feed, event_bytes, in_order, joined
from scheduler.outputs.calendars.revisions import next_issue, notice_issue, shown
from scheduler.outputs.calendars.soundness import refuse_unsound
from scheduler.outputs.file_names import file_names
from scheduler.outputs.rounds import rounds_of


def issue_feeds(
    plan: Plan, facts: Facts, known: Sequence[IssuedFeed], published_at: datetime, report: str
) -> tuple[IssuedFeed, ...]:
    """Issue every feed after the `known` ones (all that were ever published), sorted by kind and scope.

    A reader who is gone keeps a feed: its visits are cancelled there, and later a notice says that there are none.
    `report` is where the links of events lead; blank: nowhere.
    """
    readers = {FeedId(reader.folder, reader.scope): reader for reader in feeds(plan, facts, report)}
    for gone in known:
        readers.setdefault(gone.feed_id, ReaderEvents(gone.feed_id.kind, gone.feed_id.scope, gone.name, ()))
    before = {feed.feed_id: feed for feed in known}
    names, issuer = _file_names(readers), _Issuer(plan, facts, known, published_at.replace(microsecond=0))
    return tuple(
        issuer.feed(feed_id, readers[feed_id], before.get(feed_id), names[feed_id])
        for feed_id in sorted(readers, key=lambda each: (each.kind, each.scope))
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What a feed had issued: visits, notices, and each entry by uid."""

    visits: tuple[IssuedEvent, ...]
    notices: tuple[IssuedEvent, ...]
    entries: Mapping[str, FeedEntry]


class _Issuer:
    def __init__(self, plan: Plan, facts: Facts, known: Sequence[IssuedFeed], published_at: datetime) -> None:
        self._plan = plan
        self._published_at = published_at
        self._first_day = max(plan.today, plan.horizon.first_day)
        self._site_days = _site_days(plan, facts)
        self._latest = _latest(known)

    def feed(self, feed_id: FeedId, reader: ReaderEvents, feed_before: IssuedFeed | None, file_name: str) -> IssuedFeed:
        """Issue one feed; without a change its bytes and stamps stay."""
        before = _before(feed_before)
        visits = self._visits(reader, before)
        carried = self._carried(visits, f"{feed_id.kind} {feed_id.scope}", before)
        entries = self._entries((*visits, *before.notices), carried, before)
        changed_at, content = self._bytes(reader.name, entries, feed_before)
        refuse_unsound(content, sum(entry.shown for entry in entries), str(feed_id))
        etag = f"{BUILDER}-{sha256(content).hexdigest()}"
        return IssuedFeed(feed_id, reader.name, file_name, etag, changed_at, content, entries)

    def _visits(self, reader: ReaderEvents, before: _Before) -> tuple[IssuedEvent, ...]:
        """Issue what the plan says; days of which it does not speak stay as they were."""
        untouched = {uid for uid, entry in before.entries.items() if not self._speaks_of(entry.site_day)}
        return next_issue(before.visits, reader.events, self._published_at, untouched=untouched, latest=self._latest)

    def _speaks_of(self, day: date) -> bool:
        return self._first_day <= day <= self._plan.horizon.last_day

    def _carried(self, visits: Sequence[IssuedEvent], scope: str, before: _Before) -> tuple[IssuedEvent, ...]:
        """Choose what the feed carries, and the notices that it needs."""
        current = shown(visits, self._published_at)
        horizon, moment = self._plan.horizon, self._published_at
        if current:
            chosen = fitted(current, scope, moment, size_of=lambda each: len(_content(each, before)))
        else:
            chosen = (empty_notice(scope, horizon.first_day, horizon.last_day, moment),)
        known = {each.event.uid: each for each in before.notices}
        return tuple(
            each if each.event.visit_ids else notice_issue(known.get(each.event.uid), each.event, moment)
            for each in chosen
        )

    def _entries(
        self, issued: Iterable[IssuedEvent], carried: Sequence[IssuedEvent], before: _Before
    ) -> tuple[FeedEntry, ...]:
        """Remember all that was ever issued, and what of it the feed carries."""
        all_issued = {each.event.uid: each for each in (*issued, *carried)}
        visible = {each.event.uid for each in carried}
        return tuple(
            FeedEntry(each, self._day(each, before), each.event.uid in visible, _content(each, before))
            for each in in_order(list(all_issued.values()))
        )

    def _day(self, issued: IssuedEvent, before: _Before) -> date:
        uid = issued.event.uid
        if (day := self._site_days.get(uid)) is not None:
            return day
        entry = before.entries.get(uid)
        return entry.site_day if entry is not None else issued.event.starts_at.date()

    def _bytes(self, name: str, entries: Sequence[FeedEntry], before: IssuedFeed | None) -> tuple[datetime, bytes]:
        """Write the feed with the stamp it had; only where that gives other bytes it has a new stamp."""
        if before is None:
            return self._published_at, self._written(name, entries, self._published_at)
        if (same := self._written(name, entries, before.changed_at)) == before.content:
            return before.changed_at, same
        changed_at = max(self._published_at, before.changed_at + timedelta(seconds=1))
        return changed_at, self._written(name, entries, changed_at)

    def _written(self, name: str, entries: Sequence[FeedEntry], changed_at: datetime) -> bytes:
        horizon = self._plan.horizon
        about = f"{name}, {horizon.first_day} to {horizon.last_day}"
        return joined(Feed(name, about, (), changed_at), [entry.content for entry in entries if entry.shown])


def _before(feed: IssuedFeed | None) -> _Before:
    entries = () if feed is None else feed.entries
    return _Before(
        tuple(entry.issued for entry in entries if entry.issued.event.visit_ids),
        tuple(entry.issued for entry in entries if not entry.issued.event.visit_ids),
        {entry.issued.event.uid: entry for entry in entries},
    )


def _content(issued: IssuedEvent, before: _Before) -> bytes:
    """Return the bytes of a revision: those that were kept, else new ones."""
    entry = before.entries.get(issued.event.uid)
    return entry.content if entry is not None and entry.issued.sequence == issued.sequence else event_bytes(issued)


def _latest(known: Iterable[IssuedFeed]) -> Mapping[str, IssuedEvent]:
    latest: dict[str, IssuedEvent] = {}
    for entry in (entry for feed in known for entry in feed.entries):
        before = latest.get(entry.issued.event.uid)
        if before is None or before.sequence < entry.issued.sequence:
            latest[entry.issued.event.uid] = entry.issued
    return latest


def _site_days(plan: Plan, facts: Facts) -> Mapping[str, date]:
    sites = facts.programme.sites
    return {uid_of(each): day_of(each.span.start, sites[each.visits[0].site].zone) for each in rounds_of(plan.visits)}


def _file_names(feed_ids: Iterable[FeedId]) -> Mapping[FeedId, str]:
    scopes: dict[str, list[str]] = defaultdict(list)
    for feed_id in feed_ids:
        scopes[feed_id.kind].append(feed_id.scope)
    names = {kind: file_names(own) for kind, own in scopes.items()}
    return {FeedId(kind, scope): f"{kind}/{names[kind][scope]}.ics" for kind, own in scopes.items() for scope in own}
