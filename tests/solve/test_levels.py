"""Shared capacities: the step function agrees with counting every minute."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.solve.intervals import FAR
from scheduler.solve.levels import Level

some_takes = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10), st.integers(1, 2)), max_size=8)
Takes = list[tuple[int, int, int]]


def filled(takes: Takes, limit: int = 3) -> Level:
    level = Level(limit)
    for start, length, amount in takes:
        level.add(start, start + length, amount)
    return level


def height(takes: Takes, minute: int) -> int:
    return sum(amount for start, length, amount in takes if start <= minute < start + length)


@given(some_takes, st.integers(0, 35), st.integers(1, 10))
def test_the_peak_is_the_highest_minute(takes: Takes, start: int, length: int) -> None:
    assert filled(takes).peak(start, start + length) == max(height(takes, m) for m in range(start, start + length))


@given(some_takes, st.integers(0, 35), st.integers(1, 10), st.integers(1, 3))
def test_clear_from_is_the_first_start_with_room_all_along(takes: Takes, start: int, length: int, amount: int) -> None:
    fits = (
        at for at in range(start, 200) if all(height(takes, minute) + amount <= 3 for minute in range(at, at + length))
    )

    assert filled(takes).clear_from(start, length, amount) == next(fits)


def test_more_than_the_limit_never_fits() -> None:
    assert Level(1).clear_from(0, 10, 2) == FAR


@given(some_takes)
def test_what_is_given_back_leaves_no_trace(takes: Takes) -> None:
    level = filled(takes)

    for start, length, amount in takes:
        level.add(start, start + length, -amount)

    assert level.peak(-100, 100) == 0
    assert len(level) == 1
