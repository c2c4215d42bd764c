"""Part: definitions and rules of counting, in words with a worked date, for those who have to agree on a day."""

from datetime import date

from scheduler.domain.calendar import Periodicity, WindowProfile
from scheduler.outputs.appendix.paper import Cell, Column, Part, Row, Section, Source, Table, Value, word
from scheduler.outputs.appendix.phrases import periodicity_said, profile_said, weekly_said, window_said
from scheduler.outputs.appendix.subject import Subject

_RULES = (
    ("on_time", "policies"),
    ("period_ends", "policies"),
    ("days_late", "policies"),
    ("from_completion", "policies"),
    ("from_series", "policies"),
    ("months", "policies"),
    ("completed", "history"),
    ("includes", "procedures"),
    ("attempts", "policies.reattempt_days"),
    ("attempt_outcomes", "history"),
    ("no_baseline", "policies.first_due"),
    ("takes_down", "procedures"),
    ("downtime_hours", "downtime"),
    ("default_downtime", "policies.default_downtime"),
    ("events_a_year", "procedures"),
    ("covered", "assets"),
    ("three_states", "policies"),
)


def part(subject: Subject) -> Part:
    """Define every tolerance window that is in use, and how the rest is counted."""
    rules = Table(
        "definitions",
        word("definitions.caption"),
        (Column("term", 55), Column("meaning", 215)),
        tuple(_rule(subject, key, place) for key, place in _RULES),
        ("term",),
    )
    return Part(
        "definitions",
        (
            Section(word("definitions.windows"), (word("definitions.windows_intro"),), (_windows(subject),)),
            Section(word("definitions.rules"), (), (rules,)),
        ),
    )


def _rule(subject: Subject, key: str, place: str) -> Row:
    policies = subject.facts.programme.policies
    named: dict[str, Value] = {}
    if key == "attempts":
        named = {
            "days": word("count.days", n=policies.reattempt_days),
            "attempts": word("count.attempts", n=policies.max_attempts),
        }
    if key == "default_downtime":
        named = {"hours": weekly_said(policies.default_downtime)}
    if key == "no_baseline":
        key = f"no_baseline_{policies.first_due}"
    in_settings = place.startswith("policies")
    source = Source("programme.yaml", place) if in_settings else Source(place, "*")
    return Row((Cell(word(f"term.{key}")), Cell(word(f"meaning.{key}", **named))), (source,))


def _windows(subject: Subject) -> Table:
    used: dict[tuple[WindowProfile, Periodicity], set[int]] = {}
    for work in subject.work.values():
        for each in work:
            if each.regime.every is not None:
                rows = used.setdefault((each.regime.profile, each.regime.every), set())
                rows.add(each.regime.procedure.row)
    order = sorted(used, key=lambda pair: (str(pair[0]), pair[1].days_approx, str(pair[1])))
    return Table(
        "windows",
        word("definitions.windows_caption"),
        (Column("profile", 45), Column("every", 25), Column("tolerance", 110), Column("example", 90)),
        tuple(_window_row(*pair, used[pair], subject.facts.horizon.first_day.year) for pair in order),
        ("profile", "every"),
    )


def _window_row(profile: WindowProfile, every: Periodicity, rows: set[int], year: int) -> Row:
    return Row(
        (
            Cell(profile_said(profile)),
            Cell(periodicity_said(every)),
            Cell(window_said(profile, every)),
            Cell(_example(profile, every, year)),
        ),
        tuple(Source("procedures", row) for row in sorted(rows)),
    )


def _example(profile: WindowProfile, every: Periodicity, year: int) -> Value:
    """Work the window out for a day in the middle of the year."""
    due = date(year, 6, 15)
    window = profile.window(due, every)
    if window.first_day == window.last_day:
        return word("definitions.example_one_day", due=due, day=window.first_day)
    return word("definitions.example", due=due, first=window.first_day, last=window.last_day)
