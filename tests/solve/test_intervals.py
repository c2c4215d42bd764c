"""Sets of minutes: the same answers as counting minute by minute."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.solve.intervals import (
    ALWAYS,
    Intervals,
    clipped,
    covers,
    earliest_in,
    inside_among,
    latest_in,
    overlapping,
    shared,
    starts_ending_in,
    starts_inside,
    united,
)

some_intervals = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=6).map(
    lambda pairs: united((start, start + length) for start, length in pairs)
)


def minutes_of(intervals: Intervals) -> set[int]:
    return {minute for start, end in intervals for minute in range(start, end)}


@given(some_intervals, some_intervals)
def test_what_two_sets_share_is_what_lies_in_both(ours: Intervals, theirs: Intervals) -> None:
    assert minutes_of(shared(ours, theirs)) == minutes_of(ours) & minutes_of(theirs)


@given(some_intervals)
def test_always_changes_nothing(some: Intervals) -> None:
    assert shared(ALWAYS, some) == some == shared(some, ALWAYS)


@given(some_intervals, st.integers(0, 50), st.integers(1, 20))
def test_clipping_keeps_the_minutes_between(some: Intervals, start: int, length: int) -> None:
    end = start + length

    assert minutes_of(clipped(some, start, end)) == minutes_of(some) & set(range(start, end))
    assert all(a < end and b > start for a, b in overlapping(some, start, end))


@given(some_intervals, st.integers(1, 9))
def test_starts_inside_are_those_whose_every_minute_lies_in_one_member(some: Intervals, length: int) -> None:
    expected = {start for start in range(60) if covers(some, start, start + length)}

    assert minutes_of(starts_inside(some, length)) == expected


@given(some_intervals | st.just(ALWAYS), some_intervals, st.integers(1, 9))
def test_starts_among_others_are_those_inside_that_both_have(some: Intervals, members: Intervals, length: int) -> None:
    assert inside_among(some, members, length) == shared(some, starts_inside(members, length))


@given(some_intervals, st.integers(1, 9))
def test_starts_ending_in_reach_the_end_of_a_member(some: Intervals, length: int) -> None:
    expected = {end - length for a, b in some for end in range(a, b + 1)}

    assert minutes_of(starts_ending_in(some, length)) == expected


@given(some_intervals, st.integers(0, 60))
def test_the_nearest_instants_lie_in_a_member_or_at_its_end(some: Intervals, at: int) -> None:
    instants = {instant for a, b in some for instant in range(a, b + 1)}

    assert latest_in(some, at) == max((one for one in instants if one <= at), default=None)
    assert earliest_in(some, at) == min((one for one in instants if one >= at), default=None)
