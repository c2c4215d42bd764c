"""Rosters and open periods against a naive count, minute by minute, over one week."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.calendar import Horizon, Span
from scheduler.domain.ids import AssetTag, TechnicianId
from scheduler.domain.people import Absence, Shift
from scheduler.domain.places import DowntimeKind, DowntimeRow
from scheduler.domain.policy import Capacity
from tests.builders import MADRID, a_programme, a_shift, an_absence, an_open_row, at, facts_of

ANN = TechnicianId("Ann")
TAG = AssetTag("A-1")
WEEK = Horizon(date(2027, 1, 11), date(2027, 1, 17))
OPENING = at("2027-01-11 00:00")
STEP = timedelta(minutes=30)
SLOTS = range(2 * 24 * 8)
SLOT_MINUTES = 30
CLOCK = [f"{hour:02d}:{minute}" for hour in range(24) for minute in ("00", "30")]
SHARES = [0.0, 0.25, 0.6, 1.0]


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    first = draw(st.integers(0, len(SLOTS) - 2))
    length = draw(st.integers(1, 40))
    return an_absence(
        OPENING + first * STEP, OPENING + (first + length) * STEP, available_share=draw(st.sampled_from(SHARES))
    )


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    return a_shift(
        weekdays=draw(st.sampled_from(["*", "Mon-Fri", "Tue", "Sat|Sun"])),
        start=draw(st.sampled_from(CLOCK)),
        end=draw(st.sampled_from(CLOCK)),
    )


@st.composite
def downtime_rows(draw: st.DrawFn) -> DowntimeRow:
    return an_open_row(
        draw(st.sampled_from(["*", "Mon-Fri", "Wed"])),
        draw(st.sampled_from(CLOCK)),
        draw(st.sampled_from(CLOCK)),
        kind=draw(st.sampled_from(DowntimeKind)),
        site=draw(st.sampled_from([None, "North", "South"])),
        department=draw(st.sampled_from([None, "Ward", "Theatre"])),
        modality=draw(st.sampled_from([None, "Pump", "CT"])),
        asset_tag=draw(st.sampled_from([None, "A-1", "A-2"])),
    )


def slot(number: int) -> Span:
    return Span(OPENING + number * STEP, OPENING + (number + 1) * STEP)


def spans_of(shift: Shift) -> list[Span]:
    """Return the week's periods of a shift, day by day."""
    found = (shift.period.span_on(day, MADRID) for day in WEEK.days() if shift.period.starts_on(day))
    return [span for span in found if span is not None]


@settings(max_examples=80, deadline=None)
@given(st.lists(shifts(), max_size=3), st.lists(absences(), max_size=4))
def test_every_minute_of_a_shift_counts_once_with_the_lowest_share(given: list[Shift], away: list[Absence]) -> None:
    facts = facts_of(
        a_programme(shifts=given, absences=away, capacity=Capacity(reserve=0.0)), today=WEEK.first_day, horizon=WEEK
    )
    on_shift = [span for shift in given for span in spans_of(shift)]
    there, minutes = set(), Fraction(0)
    for number in SLOTS:
        if any(span.contains(slot(number)) for span in on_shift):
            shares = [one.available_share for one in away if one.busy.covering(slot(number))]
            share = Fraction(str(min(shares, default=1.0)))
            minutes += share * SLOT_MINUTES
            if share:
                there.add(number)

    assert {number for number in SLOTS if facts.presence(ANN).covering(slot(number))} == there
    assert sum(piece.span.minutes for piece in facts.working(ANN)) == len(there) * SLOT_MINUTES
    assert facts.week_limit_minutes(ANN, "2027-W02") == int(minutes)
    assert abs(sum(facts.shift_minutes(ANN, day) for day in WEEK.days()) - minutes) < len(WEEK.days())


@settings(max_examples=100, deadline=None)
@given(st.lists(downtime_rows(), max_size=6))
def test_a_minute_is_open_if_a_row_of_the_highest_rank_opens_it_and_none_closes_it(rows: list[DowntimeRow]) -> None:
    facts = facts_of(a_programme(downtime=rows), today=WEEK.first_day, horizon=WEEK)
    reaching = [row for row in rows if row_reaches(row)]
    highest = max((row.rank for row in reaching if row.kind is DowntimeKind.OPEN), default=None)

    def runs(row: DowntimeRow, number: int) -> bool:
        days = [WEEK.first_day - timedelta(days=1), *WEEK.days(), WEEK.last_day + timedelta(days=1)]
        period = row.period
        assert period is not None
        found = (period.span_on(day, MADRID) for day in days if period.starts_on(day))
        return any(span is not None and span.contains(slot(number)) for span in found)

    for number in SLOTS[::3]:
        closed = any(runs(row, number) for row in reaching if row.kind is DowntimeKind.CLOSED)
        opened = any(runs(row, number) for row in reaching if row.kind is DowntimeKind.OPEN and row.rank == highest)

        assert (facts.closed_time(TAG).covering(slot(number)) is not None) is closed
        assert (facts.open_periods(TAG).covering(slot(number)) is not None) is (opened and not closed)


def row_reaches(row: DowntimeRow) -> bool:
    return (
        row.site in (None, "North")
        and row.department in (None, "Ward")
        and row.modality in (None, "Pump")
        and row.asset_tag in (None, "A-1")
    )
