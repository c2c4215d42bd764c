"""What the roll-outs of a plan are made of: the tasks that install a release, and where they stand in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from constraints.days import last_day_of
from constraints.reading import task_span
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.obligation import Install, Obligation
from scheduler.domain.plan import Visit
from scheduler.domain.security import Patch

Release = tuple[str, str, str]
"""Make, model and the name of the patch."""


@dataclass(frozen=True, slots=True)
class Installing:
    """A task with the release that it installs."""

    task: Obligation
    install: Install


def installing(tasks: Iterable[Obligation]) -> Iterator[Installing]:
    """The open tasks that install a release."""
    return (Installing(task, task.install) for task in tasks if task.install is not None and task.is_open)


def by_release(tasks: Iterable[Obligation]) -> Mapping[Release, list[Installing]]:
    """The open tasks of each roll-out, in order of make, model and name."""
    found: dict[Release, list[Installing]] = defaultdict(list)
    for one in installing(tasks):
        found[one.install.release].append(one)
    return {key: found[key] for key in sorted(found)}


def soak_days_of(patch: Patch, facts: Facts) -> int:
    """The days between a pilot and the rest: the release's own, else the policy's."""
    return facts.programme.patching.soak_days if patch.soak_days is None else patch.soak_days


def pilots_of(patch: Patch, facts: Facts) -> int:
    """How many assets go first: the release's own number, else the policy's."""
    return facts.programme.patching.pilot if patch.pilot is None else patch.pilot


def stage_said(stage: int) -> str:
    """A stage in words."""
    return f"wave {stage}" if stage else "the pilot"


@dataclass(frozen=True, slots=True)
class Done:
    """A task of an order of stages with the time in which the plan does it."""

    task: Obligation
    visit: Visit

    @property
    def span(self) -> Span:
        return task_span(self.task.task_id, self.visit)

    def starts_on(self, zone: ZoneInfo) -> date:
        """The local day on which it begins."""
        return self.span.start.astimezone(zone).date()

    def ended_on(self, zone: ZoneInfo) -> date:
        """The local day on which it ends."""
        return last_day_of(self.span, zone)

    def is_straggler(self, zone: ZoneInfo) -> bool:
        """Whether it begins after its window, so that nobody has to wait for it."""
        return self.starts_on(zone) > self.task.window.last_day


def soaked_on(done: Done, days: int, zone: ZoneInfo) -> date:
    """The first day on which what has been done so many days ago has soaked."""
    return done.ended_on(zone) + timedelta(days=days)


def depth_of(tag: AssetTag, facts: Facts) -> int:
    """How many systems an asset is a part of, one inside the other."""
    return len(systems_of(tag, facts))


def systems_of(tag: AssetTag, facts: Facts) -> list[AssetTag]:
    """The system that an asset is a part of, and the one that this is a part of, outward."""
    found: list[AssetTag] = []
    above = facts.asset(tag).part_of
    while above is not None and above != tag and above not in found and above in facts.programme.assets:
        found.append(above)
        above = facts.asset(above).part_of
    return found
