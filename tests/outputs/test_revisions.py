"""What subscribers see change from one publication to the next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.outputs.calendars.event import Event, EventStatus, event
from scheduler.outputs.calendars.ics import Feed, feed_bytes
from scheduler.outputs.calendars.revisions import KEPT_AFTER_CANCEL, first_issue, next_issue, shown

MONDAY = datetime(2026, 12, 1, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)


def a_visit_event(hour: int = 8, **changes: object) -> Event:
    made = event(
        uid="u-1",
        start=datetime(2027, 1, 11, hour, tzinfo=UTC),
        end=datetime(2027, 1, 11, hour + 1, tzinfo=UTC),
        summary="Visit",
        location="Ward",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        a_visit_event(hour=10),
        a_visit_event(location="Other ward"),
        a_visit_event(status=EventStatus.TENTATIVE),
        a_visit_event(summary="Another visit"),
        a_visit_event(description="More to bring"),
    ],
)
def test_a_change_raises_sequence_and_both_stamps(changed: Event) -> None:
    """17, 18"""
    [issued] = next_issue(first_issue([a_visit_event()], MONDAY), [changed], TUESDAY)

    assert (issued.event, issued.sequence, issued.changed_at) == (changed, 1, TUESDAY)


def test_without_a_change_nothing_rises_and_the_bytes_stay() -> None:
    """18, 19"""
    before = first_issue([a_visit_event()], MONDAY)

    after = next_issue(before, [a_visit_event()], TUESDAY)

    assert after == before
    assert feed_bytes(Feed("Ann", "", after)) == feed_bytes(Feed("Ann", "", before))


def test_the_calendar_is_as_new_as_its_newest_event() -> None:
    """19"""
    other = replace(a_visit_event(), uid="u-2")
    after = next_issue(first_issue([a_visit_event(), other], MONDAY), [a_visit_event(hour=9), other], TUESDAY)

    heading = feed_bytes(Feed("Ann", "", after)).split(b"BEGIN:VEVENT")[0]

    assert b"LAST-MODIFIED:20261202T000000Z" in heading


def test_stamps_rise_even_within_one_second() -> None:
    """18"""
    first = first_issue([a_visit_event()], MONDAY)
    second = next_issue(first, [a_visit_event(hour=9)], MONDAY)

    assert second[0].changed_at > first[0].changed_at


def test_a_cancelled_visit_is_a_tombstone() -> None:
    """20"""
    [gone] = next_issue(first_issue([a_visit_event()], MONDAY), [], TUESDAY)

    content = feed_bytes(Feed("Ann", "", (gone,)))
    assert (gone.event.uid, gone.sequence, gone.changed_at) == ("u-1", 1, TUESDAY)
    for line in (b"STATUS:CANCELLED", b"TRANSP:TRANSPARENT", b"SUMMARY:CANCELLED: Visit", b"SEQUENCE:1"):
        assert b"\r\n" + line + b"\r\n" in content


def test_a_tombstone_is_shown_for_its_days_and_then_dropped() -> None:
    """20"""
    gone = next_issue(first_issue([a_visit_event()], MONDAY), [], TUESDAY)

    assert shown(gone, TUESDAY + KEPT_AFTER_CANCEL - timedelta(seconds=1)) == gone
    assert shown(gone, TUESDAY + KEPT_AFTER_CANCEL) == ()


def test_a_tombstone_does_not_rise_again() -> None:
    """18"""
    gone = next_issue(first_issue([a_visit_event()], MONDAY), [], TUESDAY)

    assert next_issue(gone, [], WEDNESDAY) == gone


def test_a_returned_visit_revives_its_uid_and_its_sequence_goes_on() -> None:
    """17, 21"""
    gone = next_issue(first_issue([a_visit_event()], MONDAY), [], TUESDAY)

    [back] = next_issue(gone, [a_visit_event()], WEDNESDAY)

    assert (back.event, back.sequence, back.changed_at) == (a_visit_event(), 2, WEDNESDAY)


def test_a_visit_that_took_place_is_not_cancelled_by_the_next_plan() -> None:
    """20"""
    known = first_issue([a_visit_event()], MONDAY)
    end = known[0].event.ends_at

    assert next_issue(known, [], end) == known
    assert next_issue(known, [], end - timedelta(minutes=1))[0].event.status is EventStatus.CANCELLED


def test_the_window_rolls_over_what_is_long_past() -> None:
    """25"""
    known = first_issue([a_visit_event()], MONDAY)
    end = known[0].event.ends_at

    assert shown(known, end + timedelta(days=59)) == known
    assert shown(known, end + timedelta(days=60)) == ()
