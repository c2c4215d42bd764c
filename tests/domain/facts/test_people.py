"""Shifts, absences, shares and certificates, by hand."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.calendar import HolidayRule, Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId, SiteId, SkillName, TechnicianId
from scheduler.domain.people import Absence, AfterHours, Shift, Technician, WorkingSpan
from scheduler.domain.policy import Capacity
from tests.builders import (
    a_certificate,
    a_performer,
    a_programme,
    a_shift,
    a_site,
    a_technician,
    an_absence,
    at,
    facts_of,
    from_to,
    spans,
    weekly,
)

ANN = TechnicianId("Ann")
NORTH = SiteId("North")
MONDAY = date(2027, 1, 11)
TUESDAY = date(2027, 1, 12)
WEEK = "2027-W02"
MONDAY_SHIFT = WorkingSpan(from_to("2027-01-11 08:00", "2027-01-11 16:00"), NORTH, MONDAY)


def facts_with(
    *shifts: Shift,
    absences: tuple[Absence, ...] = (),
    holidays: tuple[str, ...] = (),
    person: Technician | None = None,
    capacity: Capacity | None = None,
    today: str = "2026-12-01",
) -> Facts:
    programme = a_programme(
        shifts=shifts or (a_shift(),),
        absences=absences,
        sites=[a_site(holidays=holidays)],
        technicians=[person or a_technician()],
        capacity=capacity or Capacity(reserve=0.0),
    )
    return facts_of(programme, today=today)


def working_on(facts: Facts, day: date) -> tuple[WorkingSpan, ...]:
    return tuple(piece for piece in facts.working(ANN) if piece.day == day)


def test_a_shift_is_there_on_its_weekdays_and_not_on_holidays() -> None:
    facts = facts_with(holidays=("2027-01-12",))

    assert working_on(facts, MONDAY) == (MONDAY_SHIFT,)
    assert facts.shift_minutes(ANN, MONDAY) == 480
    assert working_on(facts, TUESDAY) == ()
    assert facts.shift_minutes(ANN, TUESDAY) == 0
    assert facts.week_limit_minutes(ANN, WEEK) == 4 * 480


def test_shifts_count_from_the_first_day_of_the_horizon_through_the_last() -> None:
    facts = facts_with(a_shift(weekdays="*"))

    assert facts.working(ANN)[0].day == date(2027, 1, 1)
    assert facts.working(ANN)[-1].day == date(2027, 3, 31)
    assert facts.week_limit_minutes(ANN, "2026-W53") == 3 * 480
    assert facts.week_limit_minutes(ANN, "2027-W13") == 3 * 480


def test_shifts_before_today_do_not_count() -> None:
    assert facts_with(today="2027-01-12").working(ANN)[0].day == TUESDAY


def test_a_night_shift_belongs_to_the_day_and_week_in_which_it_starts() -> None:
    facts = facts_with(a_shift(weekdays="Sun", start="22:00", end="06:00"))

    assert facts.working(ANN)[1] == WorkingSpan(
        from_to("2027-01-10 22:00", "2027-01-11 06:00"), NORTH, date(2027, 1, 10)
    )
    assert facts.week_limit_minutes(ANN, "2027-W01") == 480
    assert facts.shift_minutes(ANN, MONDAY) == 0


@pytest.mark.parametrize(("sunday", "minutes"), [("2027-03-28", 420), ("2027-03-21", 480)])
def test_a_night_in_which_clocks_go_forward_is_an_hour_shorter(sunday: str, minutes: int) -> None:
    facts = facts_with(a_shift(weekdays="Sat", start="22:00", end="06:00"))

    assert facts.shift_minutes(ANN, date.fromordinal(date.fromisoformat(sunday).toordinal() - 1)) == minutes


def test_touching_shifts_are_one_presence_but_each_keeps_its_day() -> None:
    facts = facts_with(
        a_shift(weekdays="Mon", start="16:00", end="24:00"), a_shift(weekdays="Tue", start="00:00", end="08:00")
    )
    night = from_to("2027-01-11 16:00", "2027-01-12 08:00")

    assert facts.presence(ANN).covering(night) == night
    assert (facts.shift_minutes(ANN, MONDAY), facts.shift_minutes(ANN, TUESDAY)) == (480, 480)


def test_time_that_two_shifts_share_counts_once() -> None:
    facts = facts_with(a_shift(start="08:00", end="14:00"), a_shift(start="12:00", end="16:00"))

    assert facts.shift_minutes(ANN, MONDAY) == 480
    assert [piece.span.minutes for piece in working_on(facts, MONDAY)] == [360, 120]


def test_a_shift_inside_another_adds_nothing() -> None:
    facts = facts_with(
        a_shift(start="08:00", end="16:00"), a_shift(start="10:00", end="11:00"), a_shift(start="15:00", end="17:00")
    )

    assert [piece.span.minutes for piece in working_on(facts, MONDAY)] == [480, 60]


def test_a_shift_runs_by_the_clock_and_holidays_of_its_own_site() -> None:
    programme = a_programme(
        sites=[a_site(), a_site("Island", zone=ZoneInfo("Atlantic/Canary"), holidays=["2027-01-12"])],
        shifts=[a_shift(site="Island")],
        technicians=[a_technician(sites=["Island"])],
    )
    facts = facts_of(programme)

    assert working_on(facts, MONDAY)[0].span == from_to("2027-01-11 09:00", "2027-01-11 17:00")
    assert working_on(facts, TUESDAY) == ()


def test_leave_in_the_middle_of_a_shift_parts_it() -> None:
    facts = facts_with(absences=(an_absence("2027-01-11 10:00", "2027-01-11 11:30"),))

    assert working_on(facts, MONDAY) == (
        WorkingSpan(from_to("2027-01-11 08:00", "2027-01-11 10:00"), NORTH, MONDAY),
        WorkingSpan(from_to("2027-01-11 11:30", "2027-01-11 16:00"), NORTH, MONDAY),
    )
    assert MONDAY_SHIFT in facts.shifts(ANN)
    assert facts.shift_minutes(ANN, MONDAY) == 390
    assert facts.presence(ANN).clipped(MONDAY_SHIFT.span) == spans(
        ("2027-01-11 08:00", "2027-01-11 10:00"), ("2027-01-11 11:30", "2027-01-11 16:00")
    )


def test_leave_over_midnight_takes_minutes_of_the_shift_that_it_meets() -> None:
    facts = facts_with(
        a_shift(start="22:00", end="06:00"), absences=(an_absence("2027-01-12 00:00", "2027-01-12 23:00"),)
    )

    assert facts.shift_minutes(ANN, MONDAY) == 120
    assert facts.shift_minutes(ANN, TUESDAY) == 420


def test_an_absence_that_touches_a_shift_takes_nothing() -> None:
    facts = facts_with(absences=(an_absence("2027-01-11 16:00", "2027-01-12 08:00"),))

    assert (facts.shift_minutes(ANN, MONDAY), facts.shift_minutes(ANN, TUESDAY)) == (480, 480)


def test_a_share_leaves_the_person_there_with_fewer_minutes() -> None:
    facts = facts_with(absences=(an_absence("2027-01-11 00:00", "2027-01-18 00:00", available_share=0.6),))

    assert working_on(facts, MONDAY) == (MONDAY_SHIFT,)
    assert facts.shift_minutes(ANN, MONDAY) == 288
    assert facts.week_limit_minutes(ANN, WEEK) == 5 * 288
    assert facts.week_limit_minutes(ANN, "2027-W03") == 5 * 480


def test_where_absences_overlap_the_lowest_share_counts_once() -> None:
    facts = facts_with(
        absences=(
            an_absence("2027-01-11 08:00", "2027-01-11 14:00", available_share=0.5),
            an_absence("2027-01-11 10:00", "2027-01-11 16:00", available_share=0.25),
            an_absence("2027-01-11 12:00", "2027-01-11 13:00"),
            an_absence("2027-01-11 12:30", "2027-01-11 13:00"),
        )
    )

    # 08-10 at a half, 10-12 and 13-16 at a quarter, 12-13 away
    assert facts.shift_minutes(ANN, MONDAY) == 60 + 30 + 45


def test_equal_shares_that_overlap_count_once() -> None:
    twice = (an_absence(available_share=0.6), an_absence(available_share=0.6))

    assert facts_with(absences=twice).shift_minutes(ANN, MONDAY) == 288


def test_a_share_of_everything_takes_nothing() -> None:
    assert facts_with(absences=(an_absence(available_share=1.0),)).shift_minutes(ANN, MONDAY) == 480


def test_limits_are_exact_where_binary_fractions_are_not() -> None:
    facts = facts_with(
        a_shift(start="08:00", end="13:00"),
        capacity=Capacity(reserve=0.05, max_day_share=0.8),
        person=a_technician(scheduled_share=0.55),
    )

    assert facts.day_limit_minutes(ANN, MONDAY) == 240
    assert int((0.55 - 0.05) * 1500) == 750
    assert facts.week_limit_minutes(ANN, WEEK) == 750


def test_limits_are_floored() -> None:
    facts = facts_with(
        a_shift(weekdays="Mon", start="08:00", end="08:07"), capacity=Capacity(reserve=0.0, max_day_share=0.8)
    )

    assert facts.day_limit_minutes(ANN, MONDAY) == 5


def test_overtime_adds_to_the_week_and_not_to_the_day() -> None:
    person = a_technician(scheduled_share=0.5, overtime_hours_week=2.5)
    facts = facts_with(person=person, capacity=Capacity(reserve=0.1, max_day_share=0.5))

    assert facts.week_limit_minutes(ANN, WEEK) == 960 + 150
    assert facts.day_limit_minutes(ANN, MONDAY) == 240


@pytest.mark.parametrize(("hours", "minutes"), [(10, 600), (40, 2400), (42, 2460), (None, 2460)])
def test_the_week_never_exceeds_the_most_hours(hours: float | None, minutes: int) -> None:
    person = a_technician(max_hours_week=hours, overtime_hours_week=1)

    assert facts_with(person=person).week_limit_minutes(ANN, WEEK) == minutes


def test_a_reserve_above_the_share_leaves_nothing() -> None:
    facts = facts_with(person=a_technician(scheduled_share=0.1), capacity=Capacity(reserve=0.2))

    assert facts.week_limit_minutes(ANN, WEEK) == 0


@pytest.mark.parametrize(
    ("moment", "there"),
    [("07:59", False), ("08:00", True), ("09:59", True), ("10:00", False), ("11:00", True), ("16:00", False)],
)
def test_the_shift_of_an_instant_holds_its_start_and_not_its_end(moment: str, there: bool) -> None:
    facts = facts_with(absences=(an_absence("2027-01-11 10:00", "2027-01-11 11:00"),))

    found = facts.shift_of(ANN, at(f"2027-01-11 {moment}"))

    assert (found is not None) is there
    assert found is None or (found.site, found.day) == (NORTH, MONDAY)


def test_the_first_shift_of_the_horizon_is_found_and_nothing_before_it() -> None:
    facts = facts_with(a_shift(weekdays="*"))

    assert facts.shift_of(ANN, at("2027-01-01 08:00")) == facts.working(ANN)[0]
    assert facts.shift_of(ANN, at("2027-01-01 07:59")) is None
    assert facts.shift_of(ANN, at("2027-03-31 15:59")) == facts.working(ANN)[-1]


def test_nobody_without_shifts_is_there() -> None:
    facts = facts_of(a_programme(shifts=[]))

    assert facts.working(ANN) == ()
    assert facts.shift_of(ANN, at("2027-01-11 09:00")) is None
    assert facts.week_limit_minutes(ANN, WEEK) == 0
    assert facts.day_limit_minutes(ANN, MONDAY) == 0


def test_a_horizon_before_today_has_no_shifts() -> None:
    assert facts_with(today="2027-04-01").working(ANN) == ()


# Certificates


def test_a_certificate_holds_from_the_start_of_its_first_day_to_the_end_of_its_last_at_home() -> None:
    programme = a_programme(
        sites=[a_site(zone=ZoneInfo("America/New_York"))],
        certificates=[a_certificate(valid_from="2027-01-04", valid_until="2027-02-28")],
    )

    held = facts_of(programme).holds(ANN, SkillName("pumps"))

    new_york = ZoneInfo("America/New_York")
    assert list(held) == [from_to("2027-01-04 00:00", "2027-03-01 00:00", new_york)]


def test_certificates_that_follow_each_other_are_one_and_a_day_between_them_parts_them() -> None:
    first = a_certificate(valid_until="2027-01-31")
    over_the_change = from_to("2027-01-31 22:00", "2027-02-01 04:00")

    renewed = facts_of(a_programme(certificates=[first, a_certificate(valid_from="2027-02-01")]))
    lapsed = facts_of(a_programme(certificates=[first, a_certificate(valid_from="2027-02-02")]))

    assert renewed.holds(ANN, SkillName("pumps")).covering(over_the_change)
    assert lapsed.holds(ANN, SkillName("pumps")).covering(over_the_change) is None


def test_a_skill_without_a_certificate_is_never_held() -> None:
    facts = facts_of(a_programme(certificates=[a_certificate(skill="pumps")]))

    assert not facts.holds(ANN, SkillName("lasers"))
    assert facts.skills_of(ANN) == {"pumps"}


def test_people_are_found_by_performer_and_by_skill() -> None:
    people = [a_technician("Zoe"), a_technician("Ann"), a_technician("Bo", performer="GE")]
    certificates = [a_certificate("Zoe"), a_certificate("Bo"), a_certificate("Bo", valid_until="2020-01-01")]
    facts = facts_of(a_programme(technicians=people, certificates=certificates))

    assert [person.technician for person in facts.technicians(PerformerId("in_house"))] == ["Ann", "Zoe"]
    assert [person.technician for person in facts.technicians(PerformerId("GE"))] == ["Bo"]
    assert facts.technicians(PerformerId("Nobody")) == ()
    assert [person.technician for person in facts.holders(SkillName("pumps"))] == ["Bo", "Zoe"]


# Anonymous people

GUEST = TechnicianId("GE#1")
ISLAND = SiteId("Island")
OFFICE_HOURS = weekly("Mon-Fri", "08:00", "17:00")


def facts_with_guest(after_hours: AfterHours = AfterHours.NO, hours: bool = True) -> Facts:
    programme = a_programme(
        sites=[
            a_site(holidays=["2027-01-11"]),
            a_site("Island", zone=ZoneInfo("Atlantic/Canary")),
        ],
        technicians=[a_technician("GE#1", performer="GE", sites=["Island"], anonymous=True)],
        performers=[a_performer(working=OFFICE_HOURS if hours else None, after_hours=after_hours)],
        capacity=Capacity(reserve=0.1, max_day_share=0.8),
    )
    return facts_of(programme)


def test_anonymous_people_work_their_performers_hours_by_the_clock_of_the_visits_site() -> None:
    facts = facts_with_guest()

    assert facts.presence(GUEST, NORTH).covering(from_to("2027-01-11 08:00", "2027-01-11 17:00"))
    assert facts.presence(GUEST, ISLAND).covering(from_to("2027-01-11 09:00", "2027-01-11 18:00"))
    assert facts.presence(GUEST, ISLAND).covering(from_to("2027-01-11 08:00", "2027-01-11 18:00")) is None
    assert facts.shift_of(GUEST, at("2027-01-11 17:30"), ISLAND) is not None
    assert facts.shift_of(GUEST, at("2027-01-11 17:30"), NORTH) is None


def test_anonymous_people_have_the_minutes_of_the_site_that_gives_them_most() -> None:
    programme = a_programme(
        sites=[a_site(holidays=["2027-01-11"]), a_site("Island")],
        technicians=[a_technician("GE#1", performer="GE", sites=["Island"], anonymous=True)],
        performers=[a_performer(working=weekly("Mon-Fri", "08:00", "17:00", on_holidays=HolidayRule.NO))],
        capacity=Capacity(reserve=0.0),
    )
    facts = facts_of(programme)

    assert facts.working(GUEST) == facts.working(GUEST, NORTH)
    assert [piece.day for piece in facts.working(GUEST) if piece.day == MONDAY] == []
    assert facts.shift_minutes(GUEST, MONDAY) == 540
    assert facts.week_limit_minutes(GUEST, WEEK) == 5 * 540


def test_anonymous_people_of_a_performer_share_their_roster_but_those_with_absences() -> None:
    people = [a_technician(f"GE#{number}", performer="GE", anonymous=True) for number in (1, 2, 3)]
    away = an_absence(technician="GE#3")
    programme = a_programme(
        technicians=people,
        performers=[a_performer(working=weekly("Mon-Fri", "08:00", "17:00"))],
        absences=(away,),
    )
    facts = facts_of(programme)
    first, second, third = (person.technician for person in people)

    assert facts.working(first, NORTH) is facts.working(second, NORTH)
    assert [piece.day for piece in facts.working(third, NORTH)] == [
        piece.day for piece in facts.working(first, NORTH) if piece.day != MONDAY
    ]
    assert (facts.shift_minutes(first, MONDAY), facts.shift_minutes(third, MONDAY)) == (540, 0)


def test_anonymous_people_keep_the_shares_of_a_whole_shift() -> None:
    facts = facts_with_guest()

    assert facts.shift_minutes(GUEST, MONDAY) == 540
    assert facts.day_limit_minutes(GUEST, MONDAY) == 432
    assert facts.week_limit_minutes(GUEST, WEEK) == 5 * 540 * 9 // 10


@pytest.mark.parametrize(("after_hours", "hours"), [(AfterHours.EXTRA, True), (AfterHours.NO, False)])
def test_with_extra_hours_or_none_given_anonymous_people_come_on_any_day_at_any_time(
    after_hours: AfterHours, hours: bool
) -> None:
    facts = facts_with_guest(after_hours, hours)
    sunday_night = from_to("2027-01-10 22:00", "2027-01-11 05:00")

    assert facts.presence(GUEST, NORTH).covering(sunday_night)
    assert facts.shift_minutes(GUEST, MONDAY) == 1440
    found = facts.shift_of(GUEST, sunday_night.start, NORTH)
    assert found == WorkingSpan(from_to("2027-01-10 00:00", "2027-01-11 00:00"), NORTH, date(2027, 1, 10))


def test_a_performers_hours_do_not_count_extra_ones() -> None:
    hours = facts_with_guest(AfterHours.EXTRA).performer_hours(PerformerId("GE"), NORTH)

    assert hours.covering(from_to("2027-01-12 08:00", "2027-01-12 17:00"))
    assert hours.covering(from_to("2027-01-12 08:00", "2027-01-12 17:01")) is None


def test_a_performer_without_hours_comes_at_any_time_of_the_horizon() -> None:
    hours = facts_with_guest(hours=False).performer_hours(PerformerId("GE"), NORTH)

    assert hours.covering(Span(at("2027-01-01 00:00"), at("2027-04-01 08:00")))


def test_a_named_person_has_one_roster_whatever_the_site() -> None:
    facts = facts_with()

    assert facts.working(ANN, SiteId("Island")) == facts.working(ANN)
