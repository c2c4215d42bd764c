"""Places are looked at week by week, and only where a week can fill them."""

from datetime import UTC, date, datetime

import pytest

from constraints.sentence import Resource
from scheduler.domain.calendar import EMPTY, Horizon
from scheduler.relaxation import Choice, Family
from scheduler.relaxation.hours import ANY_TIME, Hours
from scheduler.relaxation.people import People
from scheduler.relaxation.places import Places
from scheduler.relaxation.wants import Wanted
from tests.builders import a_programme, an_obligation, facts_of

FACTS = facts_of(a_programme(), today=date(2027, 1, 1), horizon=Horizon(date(2027, 1, 11), date(2027, 1, 24)))
FIRST, SECOND = (week.name for week in People(FACTS).weeks)
SOMEBODY = Family(0, (), EMPTY, {})
DEVICE = Resource("one-visit-at-a-time", ("CT-0301",))
"""There is one of it at a time."""


def wanted(minutes: int, *weeks: str) -> Wanted:
    begins = datetime(2027, 1, 11, tzinfo=UTC)
    choices = tuple(Choice(SOMEBODY, ANY_TIME, week, True, 0, begins, begins) for week in weeks)
    return Wanted(an_obligation(), minutes, 1, choices, ((DEVICE, 1),), 0)


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(FACTS, Hours(), People(FACTS).weeks, longest=0)


def a_week_of(places: Places) -> int:
    return places.minutes(DEVICE, FIRST, {ANY_TIME})


def test_a_week_that_fills_a_place_binds_it(places: Places) -> None:
    most = a_week_of(places)

    assert not places.binding([wanted(most, FIRST)])
    assert places.binding([wanted(most + 1, FIRST)]) == {DEVICE}
    assert places.binding([wanted(most, FIRST), wanted(1, FIRST, SECOND)]) == {DEVICE}


def test_weeks_that_each_have_room_bind_nothing(places: Places) -> None:
    most = min(places.minutes(DEVICE, week, {ANY_TIME}) for week in (FIRST, SECOND))

    assert not places.binding([wanted(most, FIRST), wanted(most, SECOND)])


def test_what_nobody_can_do_fills_nothing(places: Places) -> None:
    assert not places.binding([wanted(1_000_000)])
