"""Reads the words of a reason, and counts every number in them again."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from constraints.days import last_day_of, zone_at
from constraints.reading import obligations_by_id, task_span, visits_by_task
from constraints.rulebook import every_rule
from constraints.sentence import After, InTurn
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan, TaskOutcome, Violation
from scheduler.verify.reasons.claim import Claim
from scheduler.verify.reasons.forms import FORMS
from scheduler.verify.reasons.hours import Asked, WaysTaken, first_day, last_day
from scheduler.verify.reasons.minutes import Books
from scheduler.verify.reasons.settled import SettledReasons
from scheduler.verify.reasons.stages import Stages

REASONS = "reasons"
_LATE = " Not in time, because: "
_AFTER = " After its window: "
_OF_THAT = re.compile(r"It is done only together with (?P<name>.+?)\. Of that: (?P<rest>.+)")
_ONE_DAY = timedelta(days=1)


def wrong_reasons(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Every reason of work that is unplaced or late whose words nobody knows, or whose numbers are not the tables'."""
    reasons, settled = Reasons(plan, facts), SettledReasons(facts)
    for task in plan.obligations:
        outcome = plan.outcomes[task.task_id]
        for words in (*reasons.wrong(task, outcome), *settled.wrong(task, outcome)):
            yield Violation(REASONS, task.task_id, f"{task.asset_tag} {task.name}: {words}")


def given(task: Obligation, outcome: TaskOutcome) -> str:
    """The part of an outcome's words that says why it is not in time; nothing where nothing has to be said."""
    if not task.is_open:
        return ""
    if outcome.status is TaskStatus.UNPLACED:
        return outcome.reason
    return outcome.reason.partition(_LATE)[2]


def is_impossible_alone(task: Obligation, outcome: TaskOutcome, facts: Facts) -> bool:
    """Tell whether the words say of all its days what holds whatever else is planned; their numbers are not counted."""
    told = given(task, outcome).partition(_AFTER)[0]
    match, form = next(((match, form) for form in FORMS if (match := form.words.fullmatch(told))), (None, None))
    if match is None or form is None or not form.is_of_it_alone:
        return False
    days = {"first": first_day(task, facts), "last": last_day(task, facts)}
    said = match.groupdict()
    return all(said.get(name) in (None, day.isoformat()) for name, day in days.items())


class Reasons:
    """The reasons of one plan."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self._facts = facts
        self._ways = WaysTaken(facts)
        self._tasks = obligations_by_id(plan)
        self._visits = visits_by_task(plan)
        self._books = Books(plan, facts)
        self._afters: dict[TaskId, list[After]] = {}
        said = every_rule().said("orders", [task for task in plan.obligations if task.is_open], facts)
        everything = list(said)
        turns = [one for one in everything if isinstance(one, InTurn)]
        self._stages = Stages(turns, self._tasks, self._visits, facts)
        for after in (one for one in everything if isinstance(one, After)):
            for end in (after.first, after.then):
                self._afters.setdefault(end, []).append(after)

    def wrong(self, task: Obligation, outcome: TaskOutcome) -> Iterator[str]:
        told = given(task, outcome)
        if told:
            now, _, after = told.partition(_AFTER)
            yield from self._wrong(task, now, is_after=False)
            if after:
                yield from self._wrong(task, after, is_after=True)

    def _wrong(self, task: Obligation, told: str, *, is_after: bool) -> Iterator[str]:
        first, last = self._days(task, is_after=is_after)
        if companion := _OF_THAT.fullmatch(told):
            task, told = self._companion(task, companion["name"]), companion["rest"]
            first, last = self._framed(task, first, last)
        asked = Asked(task, first, last, self._facts, self._ways)
        for form in FORMS:
            if match := form.words.fullmatch(told):
                yield from _differences(match, form.numbers(self._claim(asked, match)))
                return
        yield f'nobody can check "{told}".'

    def _claim(self, asked: Asked, match: "re.Match[str]") -> Claim:
        mine = self._afters.get(asked.task.task_id, ())
        before = [after.first for after in mine if after.needs_first and after.then == asked.task.task_id]
        before += self._stages.before(asked.task)
        left = sum(one not in self._visits for one in before)
        return Claim(asked, self._books, self._orders_of(asked.task), len(before), left, match)

    def _days(self, task: Obligation, *, is_after: bool) -> tuple[date, date]:
        """The days on which it would be in time, or those after; what is planned before and after it cuts them."""
        first, last = first_day(task, self._facts), last_day(task, self._facts)
        if is_after:
            first, last = max(first, last + _ONE_DAY), self._facts.horizon.last_day
        return self._framed(task, first, last)

    def _framed(self, task: Obligation, first: date, last: date) -> tuple[date, date]:
        """What of the days the work before and after it leaves, as that is planned."""
        zone, days = self._facts.zone_of(task.asset_tag), (first, last)
        for after in self._afters.get(task.task_id, ()):
            if after.then == task.task_id and after.first in self._visits:
                ends = task_span(after.first, self._visits[after.first]).end
                first = max(first, self._from(after), ends.astimezone(zone).date())
            elif after.first == task.task_id and after.then in self._visits:
                starts = task_span(after.then, self._visits[after.then]).start
                last = min(last, (starts - timedelta(minutes=1)).astimezone(zone).date())
        staged = self._stages.framed(task, *days)
        return max(first, staged[0]), min(last, staged[1])

    def _from(self, after: After) -> date:
        """The first day on which what comes after may start."""
        done_on = self._done_on(self._tasks[after.first])
        earliest = done_on if after.every is None else after.every.after(done_on)
        return earliest + timedelta(days=after.lag_days)

    def _done_on(self, task: Obligation) -> date:
        visit = self._visits[task.task_id]
        return last_day_of(task_span(task.task_id, visit), zone_at(visit.site, self._facts))

    def _orders_of(self, task: Obligation) -> frozenset[tuple[str, date]]:
        """What comes before and after the task by name, with the day on which it is planned."""
        ends = {end for after in self._afters.get(task.task_id, ()) for end in (after.first, after.then)}
        others = (self._tasks[end] for end in ends - {task.task_id} if end in self._visits)
        named = ((one.name, self._done_on(one)) for one in others)
        return frozenset((*named, *self._stages.around(task)))

    def _companion(self, task: Obligation, name: str) -> Obligation:
        """The task of that name that is placed together with this one, or this one itself."""
        together = (after for after in self._afters.get(task.task_id, ()) if after.together)
        others = {end for after in together for end in (after.first, after.then)} - {task.task_id}
        return next((self._tasks[one] for one in sorted(others) if self._tasks[one].name == name), task)


def _differences(match: "re.Match[str]", right: Mapping[str, object]) -> Iterator[str]:
    for name, said in match.groupdict().items():
        number = right.get(name, said)
        if said is not None and said != str(number):
            yield f"{name.replace('_', ' ')} is said to be {said}; by the tables it is {number}."
