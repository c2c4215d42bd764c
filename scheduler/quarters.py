"""The journey of several quarters: each planned, checked and written, then taken as done for the next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler import pipeline
from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Settings, Violation
from scheduler.errors import Problem
from scheduler.succession import Renewed, following, following_the_first, horizons_of, quarter_name
from scheduler.tally import Tally
from scheduler.year import YearFigures

if TYPE_CHECKING:
    from scheduler.verify import Verdict

Step = Callable[[Facts], Plan]


class Year:
    """Quarters in a row from the files of one programme."""

    def __init__(
        self, folder: Path, today: date, first: Horizon, quarters: int, watch: pipeline.Watch, max_set_aside: int = 0
    ) -> None:
        opened = pipeline.open_programme(folder, today, first, max_set_aside, watch)
        self.warnings: tuple[Problem, ...] = opened.warnings
        self._facts = opened.facts
        self._horizons = horizons_of(first, quarters)
        self._watch = watch

    def walk(self, step: Step) -> YearFigures:
        """Take the steps one after the other; `step` makes or reads the plan of a quarter. Ends early when stopped."""
        tally, renewed, facts = Tally(), Renewed(0, 0), self._facts
        for number in range(len(self._horizons)):
            plan = step(facts)
            tally.add(plan, facts)
            if self._watch.stop_requested() or number + 1 == len(self._horizons):
                break
            if number == 0:
                facts, renewed = following_the_first(facts, plan, self._horizons)
            else:
                facts = following(facts, plan, self._horizons[number + 1])
        return tally.figures(renewed)


def plan_year(
    year: Year, settings: Settings, watch: pipeline.Watch, out: Path | None, memory: Callable[[], int]
) -> YearFigures:
    """Plan every quarter; with `out`, a folder with one for each and year.json, which appears whole or not at all."""
    from scheduler.outputs.folder import whole_or_not_at_all
    from scheduler.outputs.year_file import A_YEAR, write_year

    if out is None:
        return year.walk(lambda facts: _planned(year, facts, settings, watch).verified.plan)
    with whole_or_not_at_all(out, A_YEAR) as folder:

        def step(facts: Facts) -> Plan:
            planned = _planned(year, facts, settings, watch)
            pipeline.write(planned, folder / quarter_name(facts.horizon), watch, memory())
            return planned.verified.plan

        figures = year.walk(step)
        write_year(figures, folder)
    return figures


def _planned(year: Year, facts: Facts, settings: Settings, watch: pipeline.Watch) -> pipeline.Planned:
    from scheduler.obligations import owed

    return pipeline.plan_facts(facts, owed(facts), year.warnings, settings, watch)


def verify_year(folder: Path, out: Path, names: tuple[str, ...], watch: pipeline.Watch) -> "Verdict":
    """Check every quarter against the files and the quarters before it, and the figures of the year."""
    from scheduler.obligations import owed
    from scheduler.outputs import read_plan, read_plan_dates
    from scheduler.outputs.year_file import says_otherwise
    from scheduler.verify import CheckResult, Verdict, verify, verify_files

    today, first, set_aside = read_plan_dates(out / names[0])
    year = Year(folder, today, first, len(names), watch, set_aside)
    verdicts: list[Verdict] = []

    def step(facts: Facts) -> Plan:
        name = quarter_name(facts.horizon)
        watch.stage(f"Checking {name}", 0)
        written = read_plan(out / name, facts, owed(facts))
        found = verify(written, facts).with_more(verify_files(out / name, written, facts))
        verdicts.append(_named(name, found))
        return written

    wrong = tuple(Violation("year", name, words) for name, words in says_otherwise(year.walk(step), out))
    checks = [check for verdict in verdicts for check in verdict.checks]
    violations = [fault for verdict in verdicts for fault in verdict.violations]
    checks.append(CheckResult("year", len(names), len(wrong)))
    return Verdict(verdicts[-1].plan, (*violations, *wrong), tuple(checks))


def _named(name: str, verdict: "Verdict") -> "Verdict":
    """The verdict with the quarter's name before each check and each subject."""
    return replace(
        verdict,
        checks=tuple(replace(check, name=f"{name} {check.name}") for check in verdict.checks),
        violations=tuple(replace(fault, subject=f"{name} {fault.subject}") for fault in verdict.violations),
    )
