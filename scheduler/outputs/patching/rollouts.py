"""Roll-outs as planned: stages by day, soak, completion, and the day before which nobody could complete them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.obligation import PILOT
from scheduler.domain.plan import Plan
from scheduler.outputs.patching.completion import OpenDays, earliest_completion, people_for
from scheduler.outputs.patching.installations import Installation, installations


@dataclass(frozen=True, slots=True)
class StageDays:
    """A stage of a roll-out: how many installations on each day; `unplaced` have no day."""

    stage: int
    days: Mapping[date, int]
    unplaced: int

    @property
    def count(self) -> int:
        return sum(self.days.values()) + self.unplaced

    @property
    def first(self) -> date | None:
        return min(self.days, default=None)

    @property
    def last(self) -> date | None:
        return max(self.days, default=None)


@dataclass(frozen=True, slots=True)
class Rollout:
    """A release on its way: its stages, its soak, when it is complete, and before which day nobody could be."""

    patch: str
    equipment: str
    version: str
    deadline: date
    deadline_class: str
    soak_days: int
    stages: tuple[StageDays, ...]
    people: int
    earliest: date | None
    earliest_with_one_more: date | None

    @property
    def count(self) -> int:
        return sum(stage.count for stage in self.stages)

    @property
    def unplaced(self) -> int:
        return sum(stage.unplaced for stage in self.stages)

    @property
    def completed_on(self) -> date | None:
        """The last day of a roll-out that is planned whole."""
        days = [stage.last for stage in self.stages if stage.last is not None]
        return max(days) if days and not self.unplaced else None


def rollouts(plan: Plan, facts: Facts) -> tuple[Rollout, ...]:
    """Every release that goes to more than one asset, the largest first."""
    groups: dict[tuple[str, str, str], list[Installation]] = defaultdict(list)
    for one in installations(plan, facts):
        groups[one.install.release].append(one)
    open_days = OpenDays(facts)
    found = [_rollout(group, facts, open_days) for _, group in sorted(groups.items()) if len(group) > 1]
    return tuple(sorted(found, key=lambda one: (-one.count, one.patch)))


def _rollout(group: Sequence[Installation], facts: Facts, open_days: OpenDays) -> Rollout:
    patch = group[0].install.patch
    soak = facts.programme.patching.soak_days if patch.soak_days is None else patch.soak_days
    by_stage: dict[int, list[Installation]] = defaultdict(list)
    for one in group:
        by_stage[one.install.stage].append(one)
    stages = tuple(_stage(number, by_stage[number]) for number in sorted(by_stage))
    people, days = people_for(group, facts), open_days.of(group)
    return Rollout(
        patch=patch.patch,
        equipment=f"{patch.make} {patch.model}",
        version=patch.version,
        deadline=max(one.deadline for one in group),
        deadline_class=group[0].install.deadline_class,
        soak_days=soak if PILOT in by_stage else 0,
        stages=stages,
        people=len(people),
        earliest=earliest_completion(by_stage, soak, people, facts, days, more=0),
        earliest_with_one_more=earliest_completion(by_stage, soak, people, facts, days, more=1),
    )


def _stage(number: int, group: Sequence[Installation]) -> StageDays:
    days = Counter(one.on for one in group if one.on is not None)
    return StageDays(number, {day: days[day] for day in sorted(days)}, len(group) - sum(days.values()))
