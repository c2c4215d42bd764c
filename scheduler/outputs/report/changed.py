"""What a plan that was planned again changes for those who had seen the published one: a section of the report."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from scheduler.domain.footprint import Fate, Line
from scheduler.domain.ids import VisitId
from scheduler.outputs.before import Before
from scheduler.outputs.comparison import ChangeKind, Difference, Side, compare
from scheduler.outputs.comparison.lines import time_said
from scheduler.outputs.comparison.sides import SideVisit
from scheduler.outputs.words import listed, number_said

FATE_WORDS = {
    Fate.MOVED_FORCED: "moved, forced",
    Fate.MOVED_CHOSEN: "moved, chosen",
    Fate.REASSIGNED: "other people",
    Fate.CANCELLED: "called off",
}
CHANGED, NEW = "changed", "new"
WORDS = (*FATE_WORDS.values(), CHANGED, NEW)
"""What can happen to a visit, in the order of the columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """A visit that is not as people had seen it: what happened, old and new, and why."""

    what: str
    old: SideVisit | None
    new: SideVisit | None
    why: str

    @property
    def visit(self) -> SideVisit:
        visit = self.new or self.old
        assert visit is not None, "a row is of a visit that was there or is there now"
        return visit

    @property
    def sides(self) -> Iterator[SideVisit]:
        return (side for side in (self.old, self.new) if side is not None)


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom changes concern, and how many of each kind."""

    name: str
    counts: Mapping[str, int]


class Changes:
    """The fate of each published visit put together with the difference between the two plans."""

    def __init__(self, before: Before, now: Side) -> None:
        self.footprint = before.footprint
        self.old, self.now = before.side, now
        self._difference: Difference = compare(before.side, now)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every visit that is not as before, in time order."""
        published = tuple(self._of_published())
        shown = {row.new.visit_id for row in published if row.new is not None}
        found = (*published, *self._new(shown))
        return tuple(sorted(found, key=lambda row: (row.visit.start, row.visit.visit_id)))

    def technicians(self) -> tuple[Concerned, ...]:
        """Whom of the people it concerns."""
        return _concerned((row, name) for row in self.rows for side in row.sides for name in side.technicians)

    def departments(self) -> tuple[Concerned, ...]:
        """Which departments it concerns."""
        return _concerned((row, side.department) for row in self.rows for side in row.sides)

    def days(self) -> Mapping[tuple[str, str], Set[date]]:
        """Whose worklists are not as they were, by kind and name, and on which days they are not."""
        changed = ((change.before, change.after) for change in self._difference.changes)
        sides = [side for row in self.rows for side in row.sides]
        sides += [side for both in changed for side in both if side is not None]
        found: dict[tuple[str, str], set[date]] = defaultdict(set)
        for side in dict.fromkeys(sides):
            days = _days_of(side)
            for kind, names in (
                ("technicians", side.technicians),
                ("departments", (side.department,)),
                ("performers", side.performers),
            ):
                for name in names:
                    found[kind, name].update(days)
        return found

    def _of_published(self) -> Iterator[Row]:
        why = {change.visit_id: change for change in self._difference.changes}
        for line in self.footprint.lines:
            visit_id = line.published.visit.visit_id
            change, old = why.get(visit_id), self.old.visits.get(visit_id)
            if line.fate in FATE_WORDS:
                new = None if line.fate is Fate.CANCELLED else self._successor(line)
                yield Row(FATE_WORDS[line.fate], old, new, change.why if change else "")
            elif change is not None and ChangeKind.CHANGED in change.kinds:
                yield Row(CHANGED, old, change.after, change.why)

    def _successor(self, line: Line) -> SideVisit | None:
        """The visit that does its work now."""
        visit = line.published.visit
        homes = (self.now.tasks[task].visit_id for task in visit.task_ids if task in self.now.tasks)
        found = (self.now.visits[home] for home in homes if home in self.now.visits)
        return next((one for one in found if one.start == line.start), None)

    def _new(self, shown: Set[VisitId]) -> Iterator[Row]:
        """Visits that nobody had seen; with a part of the work of a published one, they are a change of that."""
        known = {task for line in self.footprint.lines for task in line.published.visit.task_ids}
        for change in self._difference.changes:
            if ChangeKind.NEW in change.kinds and change.visit_id not in shown:
                is_new = known.isdisjoint(change.visit.task_ids)
                yield Row(NEW if is_new else CHANGED, None, change.after, change.why)


def _days_of(side: SideVisit) -> Iterable[date]:
    first, last = side.start.date(), side.end.date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _concerned(pairs: Iterable[tuple[Row, str]]) -> tuple[Concerned, ...]:
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for row, name in pairs:
        found[name][id(row)] = row.what
    return tuple(Concerned(name, Counter(kinds.values())) for name, kinds in sorted(found.items()))


def changes_html(changes: Changes) -> Markup:
    """Render the section; every text of the hospital is escaped."""
    counts = {fate: changes.footprint.count(fate) for fate in Fate}
    return Markup(_template().render(changes=changes, counts=counts, fates=Fate, words=WORDS))


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(time=time_said, listed=listed, number=number_said)
    text = files("scheduler.outputs.report").joinpath("changed.html").read_text(encoding="utf-8")
    return environment.from_string(text)
