"""Systems as they are patched: level by level from above, a server before its workstations before their endpoints."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, TaskId
from scheduler.domain.plan import Plan
from scheduler.outputs.patching.installations import Installation, installations
from scheduler.outputs.words import day_said


@dataclass(frozen=True, slots=True)
class Level:
    """The parts of a system that are of one model, so many systems deep: when they are patched, how many are not.

    `when`: from the first start to the last end, in site time; "" if none has a place. `days`: on so many of them.
    """

    depth: int
    equipment: str
    patches: tuple[str, ...]
    assets: int
    unplaced: int
    when: str
    days: int


@dataclass(frozen=True, slots=True)
class PatchedSystem:
    """A system of which several levels are patched in the quarter."""

    system: AssetTag
    levels: tuple[Level, ...]

    @property
    def assets(self) -> int:
        return sum(level.assets for level in self.levels)


def patched_systems(plan: Plan, facts: Facts) -> tuple[PatchedSystem, ...]:
    """The largest first; parts that install something while nothing above or below them does are no system here."""
    spans = {task: visit.span for visit in plan.visits for leg in visit.legs for task in leg.task_ids}
    groups: dict[AssetTag, list[tuple[int, Installation]]] = defaultdict(list)
    for one in installations(plan, facts):
        above = tuple(_above(one.task.asset_tag, facts))
        groups[above[-1] if above else one.task.asset_tag].append((len(above), one))
    systems = (
        PatchedSystem(root, tuple(_levels(group, spans, facts)))
        for root, group in groups.items()
        if len({depth for depth, _ in group}) > 1
    )
    return tuple(sorted(systems, key=lambda one: (-one.assets, one.system)))


def _above(tag: AssetTag, facts: Facts) -> Iterator[AssetTag]:
    seen, above = {tag}, facts.asset(tag).part_of
    while above is not None and above not in seen and above in facts.programme.assets:
        yield above
        seen.add(above)
        above = facts.asset(above).part_of


def _levels(group: Sequence[tuple[int, Installation]], spans: Mapping[TaskId, Span], facts: Facts) -> Iterator[Level]:
    by_level: dict[tuple[int, str], list[Installation]] = defaultdict(list)
    for depth, one in group:
        by_level[depth, " ".join(facts.asset(one.task.asset_tag).make_model)].append(one)
    for (depth, equipment), found in sorted(by_level.items()):
        taken = [spans[one.task.task_id] for one in found if one.task.task_id in spans]
        yield Level(
            depth=depth,
            equipment=equipment,
            patches=tuple(sorted({one.install.patch.patch for one in found})),
            assets=len({one.task.asset_tag for one in found}),
            unplaced=sum(one.on is None for one in found),
            when=_when(taken, facts.zone_of(found[0].task.asset_tag)),
            days=len({one.on for one in found} - {None}),
        )


def _when(taken: Sequence[Span], zone: ZoneInfo) -> str:
    if not taken:
        return ""
    start, end = (one.astimezone(zone) for one in (min(each.start for each in taken), max(each.end for each in taken)))
    begun, over = day_said(start.date()), day_said(end.date())
    return f"{begun} {start:%H:%M}" + (f"-{end:%H:%M}" if begun == over else f" to {over} {end:%H:%M}")
