"""What must hold of a store after any crash: whole versions without gaps, and feeds that are their versions'."""

from collections.abc import Mapping
from hashlib import sha256

from scheduler.store import Store, broken_seals, feed_bodies, feed_events, files_of, latest_number, trail, versions
from tests.store.publications import SHOWN, shown_appointments


def assert_whole(store: Store, planned: Mapping[str, set[SHOWN]], since: int = 0) -> int:
    """Check every version after `since` against the plan that its note names; return the number of the latest."""
    with store.reading() as connection:
        there = latest_number(connection)
        listed = versions(connection)
        assert [each.number for each in reversed(listed)] == list(range(1, there + 1))
        for each in (each for each in listed if each.number > since):
            assert set(files_of(connection, each.number)) == {"visits.csv", "plan.json"}
            bodies = feed_bodies(connection, each.number)
            for body in bodies:
                assert body.head.etag == f"1-{sha256(body.content).hexdigest()}"
            found = [shown_appointments(str(body.head.feed_id), body.content) for body in bodies]
            assert set().union(*found) == planned[each.note], f"version {each.number} is not the plan {each.note}"
        for body in feed_bodies(connection):
            carried = feed_events(connection, body.head.feed_id)
            assert len(carried) == body.head.events
            assert all(event.content in body.content for event in carried)
        entries = trail(connection)
        assert [entry.entry.subject for entry in entries] == [f"version {n}" for n in range(1, there + 1)]
        assert broken_seals(entries) == ()
    return there
