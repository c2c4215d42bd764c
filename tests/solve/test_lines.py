"""One person's legs: never two at once, and time to get from one to the next."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.ids import SiteId
from scheduler.domain.plan import Place
from scheduler.solve.lines import Line, Stop

NORTH, SOUTH = SiteId("North"), SiteId("South")
some_legs = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 8), st.sampled_from([NORTH, SOUTH])), max_size=6)


def a_way(leaving: Place, entering: Place) -> int:
    return 0 if leaving == entering else 5


def a_place(site: SiteId) -> Place:
    return Place(site, "Ward")


def a_stop(start: int, minutes: int, site: SiteId) -> Stop:
    return Stop(start, start + minutes, a_place(site), NORTH, 0, 0)


def filled(legs: list[tuple[int, int, SiteId]]) -> Line:
    line = Line(a_way)
    for start, minutes, site in legs:
        at = line.earliest(start, minutes, a_place(site))
        line.insert(a_stop(at, minutes, site))
    return line


def fits(line: Line, start: int, minutes: int, site: SiteId) -> bool:
    """Whether the neighbours leave time for the leg and its ways."""
    before = [stop for stop in line.stops if stop.start < start]
    after = [stop for stop in line.stops if stop.start >= start]
    reached = not before or before[-1].end + a_way(before[-1].place, a_place(site)) <= start
    left = not after or start + minutes + a_way(a_place(site), after[0].place) <= after[0].start
    return reached and left


@given(some_legs, st.integers(0, 60), st.integers(1, 8), st.sampled_from([NORTH, SOUTH]))
def test_earliest_is_the_first_minute_that_fits(
    legs: list[tuple[int, int, SiteId]], start: int, minutes: int, site: SiteId
) -> None:
    line = filled(legs)

    expected = next(at for at in range(start, 400) if fits(line, at, minutes, site))

    assert line.earliest(start, minutes, a_place(site)) == expected


@given(some_legs, st.sampled_from([NORTH, SOUTH]))
def test_free_time_is_where_a_minute_fits(legs: list[tuple[int, int, SiteId]], site: SiteId) -> None:
    line = filled(legs)

    free = {minute for start, end in line.free(0, 200, a_place(site)) for minute in range(start, end)}

    assert free == {minute for minute in range(200) if fits(line, minute, 1, site)}


def test_a_removed_leg_leaves_its_time_free() -> None:
    line = filled([(10, 8, NORTH)])

    line.remove(line.stops[0])

    assert line.earliest(10, 8, a_place(SOUTH)) == 10
