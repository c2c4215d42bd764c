"""Hours promised a year against hours that are there, by performer and skill."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, time
from fractions import Fraction

from scheduler.domain.calendar import Periodicity, instant, parse_week
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId, SkillName
from scheduler.domain.people import Technician
from scheduler.outputs.appendix.paper import Cell, Column, Row, Source, State, Table, Value, tenths, word
from scheduler.outputs.appendix.promises import performer_said
from scheduler.outputs.appendix.subject import Subject

_DAYS_A_YEAR = Fraction(1461, 4)
_NOON = time(12)
_Promised = Mapping[tuple[PerformerId, SkillName | None], Fraction]


def people_hours(subject: Subject) -> Table:
    """Say for each performer and skill how much is promised and how much time for scheduled work there is."""
    promised = _promised(subject)
    performers = sorted({performer for performer, _ in promised})
    rows = [row for performer in performers for row in _rows(performer, promised, subject.facts)]
    return Table(
        "people_hours",
        word("staffing.people_caption"),
        (
            Column("performer", 60), Column("skill", 60), Column("named_people", 30), Column("hours_promised", 38),
            Column("hours_there", 38), Column("share_promised", 38),
        ),
        tuple(rows),
        ("performer", "skill"),
        compared=False,
    )  # fmt: skip


def _promised(subject: Subject) -> _Promised:
    """Add up the hours a year of each procedure for whoever does it on the horizon's first day."""
    facts, day = subject.facts, subject.facts.horizon.first_day
    hours: dict[tuple[PerformerId, SkillName | None], Fraction] = defaultdict(Fraction)
    for work in subject.work.values():
        for each in work:
            row, every = each.regime.procedure, each.regime.every
            if not isinstance(every, Periodicity):
                continue
            of_one = every.per_year * row.minutes * row.crew / 60
            for asset in each.assets:
                hours[facts.performer_on(asset.asset_tag, row, day), row.skill] += of_one
    return hours


def _rows(performer: PerformerId, promised: _Promised, facts: Facts) -> Iterator[Row]:
    people = facts.technicians(performer)
    own = {skill: hours for (who, skill), hours in promised.items() if who == performer}
    yield _row(performer, word("staffing.all_skills"), sum(own.values(), Fraction(0)), people, None, facts)
    for skill in sorted(own, key=lambda name: name or ""):
        holders = (
            people if skill is None else tuple(each for each in people if skill in facts.skills_of(each.technician))
        )
        said: Value = word("staffing.no_skill") if skill is None else skill
        yield _row(performer, said, own[skill], holders, skill, facts)


def _row(
    performer: PerformerId,
    skill: Value,
    promised: Fraction,
    people: tuple[Technician, ...],
    needed: SkillName | None,
    facts: Facts,
) -> Row:
    there = sum((_minutes(each, needed, facts) for each in people), 0)
    year = Fraction(there, 60) * _DAYS_A_YEAR / len(facts.horizon.days())
    named = sum(not each.anonymous for each in people)
    procedures = Source("procedures", f"performer={performer}")
    shifts = Source("shifts", f"performer={performer}")
    return Row(
        (
            Cell(performer_said(performer)),
            Cell(skill),
            Cell(named if named or not people else word("staffing.unnamed", n=len(people))),
            Cell(tenths(promised), (procedures,)),
            Cell(tenths(year), (shifts, Source("skills", f"performer={performer}"))),
            Cell(tenths(promised * 100 / year) if year else State.NOT_APPLICABLE, (procedures, shifts)),
        ),
        (Source("performers", f"performer={performer}"),),
    )


def _minutes(person: Technician, skill: SkillName | None, facts: Facts) -> int:
    """Add up what may be scheduled in the weeks of the horizon; the certificate has to hold on a week's first day."""
    zone = facts.programme.sites[person.home_site].zone
    held = None if skill is None else facts.holds(person.technician, skill)
    return sum(
        facts.week_limit_minutes(person.technician, week)
        for week in facts.horizon.weeks()
        if held is None or held.holds(instant(_first_day_in(week, facts), _NOON, zone))
    )


def _first_day_in(week: str, facts: Facts) -> date:
    return max(parse_week(week), facts.horizon.first_day)
