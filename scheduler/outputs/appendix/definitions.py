"""Definitions and rules of counting, in words with a worked date, for those who have to agree on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendar import WindowProfile, describe_window
from scheduler.domain.facts import Facts
from scheduler.obligations.regime import Regime
from scheduler.outputs.words import counted, day_said


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means here."""

    term: str
    meaning: str


def definitions(regimes: Iterable[Regime], facts: Facts) -> tuple[Definition, ...]:
    """Define every tolerance window that is in use, and how the rest is counted."""
    return (*_windows(regimes, facts), *_rules(facts))


def _windows(regimes: Iterable[Regime], facts: Facts) -> Iterable[Definition]:
    used = {(each.profile, each.every) for each in regimes if each.every}
    day = date(facts.horizon.first_day.year, 6, 15)
    order = sorted(used, key=lambda pair: (str(pair[0]), pair[1].days_approx, str(pair[1])))
    return tuple(
        Definition(
            f"{profile}, every {every}",
            f"{describe_window(profile, every)} "
            f"For example: due {day_said(day)}, on time {_said(profile, every, day)}.",
        )
        for profile, every in order
    )


def _said(profile: WindowProfile, every: object, due: date) -> str:
    window = profile.window(due, every)  # type: ignore[arg-type]
    if window.first_day == window.last_day:
        return f"on {day_said(window.first_day)} only"
    return f"from {day_said(window.first_day)} through {day_said(window.last_day)}"


def _rules(facts: Facts) -> tuple[Definition, ...]:
    policies = facts.programme.policies
    return (
        Definition(
            "Counted from the last completion", "The next due date is the last completion plus the periodicity."
        ),
        Definition(
            "Counted from the series of due dates",
            "Due dates follow each other by the periodicity whatever the day of completion; the gap since the last "
            "completion may not exceed the periodicity plus the window's days after the due date.",
        ),
        Definition(
            "Months",
            "Months are calendar months; a day that a month lacks is its last: 31 August plus 6 months is "
            "28 February, and the next is 31 August again.",
        ),
        Definition(
            "Completed",
            "A visit with the outcome completed, or completed with remarks. A visit that was only "
            "attempted (in use, not found, refused, nobody came, out for repair) is recorded and keeps the work owed.",
        ),
        Definition(
            "Attempts",
            f"After an attempt the work is tried again within {counted(policies.reattempt_days, 'day')}; "
            f"after {counted(policies.max_attempts, 'attempt')} it is escalated.",
        ),
        Definition(
            "On time",
            "The visit starts no earlier than the window's first day and ends no later than the end of its "
            "last day, by the clock of the asset's site.",
        ),
        Definition("Includes", "Doing a procedure also completes the procedures that it includes."),
        Definition(
            "Takes the asset down",
            "The asset cannot serve patients from the start of the visit to its end, or from "
            "collection to return where the work is done on the bench.",
        ),
        Definition(
            "Events and hours a year",
            "Covered assets times the occurrences of an average year (365.25 days); hours "
            "are minutes times people, each procedure by itself. Work on event is not in the figures.",
        ),
        Definition(
            "Covered",
            "Assets in use, spare, on loan and in repair. Missing and retired assets are never covered; they "
            "are listed.",
        ),
        Definition(
            "None, not applicable, unknown",
            "These are three different words and never a blank: none = there is no such "
            "thing; not applicable = the question does not arise; unknown = nobody has said.",
        ),
    )
