"""Numerators and denominators: on time, late, open, with and without each obstacle, by class, modality and month."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.compliance.owed_work import OBSTACLES, OwedWork, Standing
from scheduler.domain.calendar import Horizon

EVERY_OBSTACLE = "any"
"""All obstacles taken together; work with several of them counts once."""


@dataclass(frozen=True, slots=True)
class Share:
    """A numerator and its denominator."""

    part: int
    whole: int

    @property
    def per_cent(self) -> float | None:
        """In per cent; None of nothing."""
        return round(100 * self.part / self.whole, 2) if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of a group of owed work. `obstructed`: of what was not done on time, how many by obstacle."""

    on_time: int
    late: int
    open: int
    still_in_time: int
    obstructed: Mapping[str, int]

    @property
    def counted(self) -> int:
        """The denominator: all that fell due and whose window has ended, or that was done."""
        return self.on_time + self.late + self.open

    @property
    def strict(self) -> Share:
        """Done in its window, of all that fell due."""
        return Share(self.on_time, self.counted)

    @property
    def done(self) -> Share:
        """Done in its window or later."""
        return Share(self.on_time + self.late, self.counted)

    def credited(self, obstacle: str) -> Share:
        """With credit for timely attempts of a class: they count as done on time, where the written policy says so."""
        return Share(self.on_time + self.obstructed.get(obstacle, 0), self.counted)

    def left_out(self, obstacle: str) -> Share:
        """Without a class: it is taken out of the denominator."""
        return Share(self.on_time, self.counted - self.obstructed.get(obstacle, 0))


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a period by grouping and group; `all` has the one group `all`."""

    today: date
    period: Horizon
    groups: Mapping[str, Mapping[str, Figures]]

    @property
    def total(self) -> Figures:
        return self.groups["all"]["all"]


_GROUPINGS: Mapping[str, Callable[[OwedWork], str]] = {
    "all": lambda _: "all",
    "risk_class": lambda work: work.risk_class.value,
    "month": lambda work: f"{work.due:%Y-%m}",
    "modality": lambda work: work.modality,
}


def report(work: Iterable[OwedWork], today: date, period: Horizon) -> Report:
    """Count the work of a period in every grouping."""
    parted: dict[str, defaultdict[str, list[OwedWork]]] = {name: defaultdict(list) for name in _GROUPINGS}
    parted["all"]["all"] = []
    for each in work:
        for name, group_of in _GROUPINGS.items():
            parted[name][group_of(each)].append(each)
    groups = {
        name: {group: _figures(members) for group, members in sorted(found.items())} for name, found in parted.items()
    }
    return Report(today, period, groups)


def _figures(work: Iterable[OwedWork]) -> Figures:
    standings: Counter[Standing] = Counter()
    obstructed: Counter[str] = Counter(dict.fromkeys((*OBSTACLES, EVERY_OBSTACLE), 0))
    for each in work:
        standings[each.standing] += 1
        obstructed.update(each.obstacles)
        obstructed[EVERY_OBSTACLE] += bool(each.obstacles)
    return Figures(
        standings[Standing.ON_TIME],
        standings[Standing.LATE],
        standings[Standing.OPEN],
        standings[Standing.STILL_IN_TIME],
        dict(obstructed),
    )
