"""The algebra of spans, by hand on the edges and against sets of minutes in general."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.calendar import EMPTY, Span, Spans

ORIGIN = datetime(2027, 1, 1, tzinfo=UTC)
LAST_MINUTE = 60


def a_span(start: int, end: int) -> Span:
    return Span(ORIGIN + timedelta(minutes=start), ORIGIN + timedelta(minutes=end))


def minutes_in(spans: Spans) -> set[int]:
    return {minute for minute in range(LAST_MINUTE) if spans.holds(ORIGIN + timedelta(minutes=minute))}


def minutes_of(pieces: list[Span]) -> set[int]:
    return {
        minute for minute in range(LAST_MINUTE) for span in pieces if span.holds(ORIGIN + timedelta(minutes=minute))
    }


some_spans = st.tuples(st.integers(0, LAST_MINUTE - 1), st.integers(1, 20)).map(
    lambda edges: a_span(edges[0], min(edges[0] + edges[1], LAST_MINUTE))
)
span_lists = st.lists(some_spans, max_size=8)


def test_a_span_of_no_length_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        a_span(5, 5)


def test_a_span_of_one_minute_is_accepted() -> None:
    assert a_span(5, 6).minutes == 1


@pytest.mark.parametrize("zone", [None, ZoneInfo("Europe/Madrid"), timezone(timedelta(hours=1))])
def test_a_span_outside_utc_is_refused(zone: timezone | ZoneInfo | None) -> None:
    with pytest.raises(ValueError, match="A span is given in UTC"):
        Span(datetime(2027, 1, 1, tzinfo=zone), datetime(2027, 1, 2, tzinfo=UTC))
    with pytest.raises(ValueError, match="A span is given in UTC"):
        Span(datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 1, 2, tzinfo=zone))


def test_seconds_do_not_make_a_minute() -> None:
    assert Span(ORIGIN, ORIGIN + timedelta(seconds=119)).minutes == 1


def test_spans_that_touch_do_not_overlap() -> None:
    assert not a_span(0, 5).overlaps(a_span(5, 9))
    assert not a_span(5, 9).overlaps(a_span(0, 5))


def test_spans_that_share_a_minute_overlap() -> None:
    assert a_span(0, 6).overlaps(a_span(5, 9))
    assert a_span(5, 9).overlaps(a_span(0, 6))


def test_a_span_contains_itself_but_nothing_a_minute_longer() -> None:
    assert a_span(2, 8).contains(a_span(2, 8))
    assert not a_span(2, 8).contains(a_span(1, 8))
    assert not a_span(2, 8).contains(a_span(2, 9))


def test_a_span_holds_its_start_and_not_its_end() -> None:
    assert a_span(2, 8).holds(ORIGIN + timedelta(minutes=2))
    assert not a_span(2, 8).holds(ORIGIN + timedelta(minutes=8))


def test_spans_sort_by_start_and_then_by_end() -> None:
    assert sorted([a_span(3, 4), a_span(1, 9), a_span(1, 2)]) == [a_span(1, 2), a_span(1, 9), a_span(3, 4)]


def test_adjacent_periods_are_one() -> None:
    assert Spans.of([a_span(5, 9), a_span(0, 5)]) == Spans.of([a_span(0, 9)])


def test_periods_a_minute_apart_stay_two() -> None:
    assert list(Spans.of([a_span(6, 9), a_span(0, 5)])) == [a_span(0, 5), a_span(6, 9)]


def test_a_short_period_inside_a_long_one_disappears() -> None:
    assert list(Spans.of([a_span(0, 20), a_span(3, 5), a_span(10, 20)])) == [a_span(0, 20)]


@pytest.mark.parametrize("members", [(a_span(0, 5), a_span(5, 9)), (a_span(6, 9), a_span(0, 5))])
def test_unsorted_or_touching_members_are_refused(members: tuple[Span, ...]) -> None:
    with pytest.raises(ValueError, match=r"build them with Spans\.of"):
        Spans(members)


def test_the_empty_set_is_false_and_has_no_minutes() -> None:
    assert not EMPTY
    assert (len(EMPTY), EMPTY.minutes, EMPTY.covering(a_span(0, 1)), EMPTY.overlapping(a_span(0, 1))) == (
        0,
        0,
        None,
        (),
    )
    assert Spans.of([]) == Spans.EMPTY == EMPTY


def test_the_empty_set_changes_nothing_but_what_it_meets() -> None:
    some = Spans.of([a_span(0, 5)])

    assert (some | EMPTY, EMPTY | some, some - EMPTY) == (some, some, some)
    assert (some & EMPTY, EMPTY & some, EMPTY - some) == (EMPTY, EMPTY, EMPTY)


def test_covering_finds_the_member_up_to_its_edges_and_not_past_them() -> None:
    spans = Spans.of([a_span(0, 5), a_span(10, 20), a_span(30, 40)])

    assert spans.covering(a_span(10, 20)) == a_span(10, 20)
    assert spans.covering(a_span(30, 31)) == a_span(30, 40)
    assert spans.covering(a_span(9, 12)) is None
    assert spans.covering(a_span(12, 21)) is None
    assert spans.covering(a_span(6, 7)) is None


def test_two_periods_with_a_gap_cover_nothing_across_it() -> None:
    assert Spans.of([a_span(0, 5), a_span(6, 9)]).covering(a_span(4, 7)) is None


def test_overlapping_leaves_out_members_that_only_touch() -> None:
    spans = Spans.of([a_span(0, 5), a_span(10, 20), a_span(30, 40)])

    assert list(spans.overlapping(a_span(5, 30))) == [a_span(10, 20)]
    assert list(spans.overlapping(a_span(4, 31))) == [a_span(0, 5), a_span(10, 20), a_span(30, 40)]
    assert list(spans.overlapping(a_span(20, 30))) == []


def test_closed_time_in_the_middle_leaves_both_sides() -> None:
    assert list(Spans.of([a_span(0, 20)]) - Spans.of([a_span(5, 7), a_span(9, 10)])) == [
        a_span(0, 5),
        a_span(7, 9),
        a_span(10, 20),
    ]


def test_clipping_cuts_at_the_edges() -> None:
    spans = Spans.of([a_span(0, 5), a_span(10, 20), a_span(30, 40)])

    assert list(spans.clipped(a_span(4, 15))) == [a_span(4, 5), a_span(10, 15)]


@given(span_lists)
def test_uniting_keeps_exactly_the_minutes(pieces: list[Span]) -> None:
    spans = Spans.of(pieces)

    assert minutes_in(spans) == minutes_of(pieces)
    assert spans.minutes == len(minutes_of(pieces))


@given(span_lists)
def test_members_are_apart_and_uniting_them_again_changes_nothing(pieces: list[Span]) -> None:
    spans = Spans.of(pieces)
    members = list(spans)

    assert all(earlier.end < later.start for earlier, later in pairwise(members))
    assert Spans.of(reversed(members)) == spans


@given(span_lists, span_lists)
def test_algebra_agrees_with_sets_of_minutes(left: list[Span], right: list[Span]) -> None:
    ours, theirs = Spans.of(left), Spans.of(right)

    assert minutes_in(ours | theirs) == minutes_of(left) | minutes_of(right)
    assert minutes_in(ours & theirs) == minutes_of(left) & minutes_of(right)
    assert minutes_in(ours - theirs) == minutes_of(left) - minutes_of(right)


@given(span_lists, span_lists)
def test_what_is_left_and_what_is_shared_make_the_whole_again(left: list[Span], right: list[Span]) -> None:
    ours, theirs = Spans.of(left), Spans.of(right)

    assert (ours - theirs) | (ours & theirs) == ours
    assert not (ours - theirs) & theirs


@given(span_lists, some_spans)
def test_bisecting_finds_what_a_walk_over_all_members_finds(pieces: list[Span], probe: Span) -> None:
    spans = Spans.of(pieces)

    assert list(spans.overlapping(probe)) == [span for span in spans if span.overlaps(probe)]
    assert spans.covering(probe) == next((span for span in spans if span.contains(probe)), None)
    assert spans.clipped(probe) == spans & Spans.of([probe])
