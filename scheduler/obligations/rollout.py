"""Roll-outs: which assets get a release first as its pilot, which follow in which wave, and what stops them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from scheduler.domain.equipment import Asset, AssetStatus, MakeModel, ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, TaskId
from scheduler.domain.obligation import PILOT, Install, Obligation, ReasonCode, Settled, TaskStatus
from scheduler.domain.places import Acuity
from scheduler.domain.record import SATISFYING, HistoryRow, Outcome
from scheduler.domain.security import Patch
from scheduler.obligations.patches import same_version
from scheduler.obligations.records import Records

_BROUGHT_DOWN = frozenset({Outcome.FAILED, Outcome.ROLLED_BACK})
_CALMEST_FIRST = (
    Acuity.SUPPORT,
    Acuity.AMBULATORY,
    Acuity.INPATIENT,
    Acuity.IMAGING,
    Acuity.EMERGENCY,
    Acuity.PERIOPERATIVE,
    Acuity.CRITICAL_CARE,
)
_NOT_IN_A_SYSTEM = -1


def rolled_out(found: Sequence[Obligation], facts: Facts, records: Records) -> list[Obligation]:
    """Give every task that installs a release its stage, its soak, or the reason why the roll-out has stopped."""
    releases: dict[tuple[str, str, str], list[Obligation]] = defaultdict(list)
    for task in found:
        if task.install is not None and task.is_open:
            releases[task.install.release].append(task)
    if not releases:
        return list(found)
    rollouts = Rollouts(facts, records)
    changed: dict[TaskId, Obligation] = {}
    depths = {key: min(rollouts.depth(task.asset_tag) for task in tasks) for key, tasks in releases.items()}
    for key in sorted(releases, key=lambda one: (depths[one], one)):
        changed.update((task.task_id, task) for task in rollouts.of(releases[key]))
    _stop_what_follows(found, changed)
    return [changed.get(task.task_id, task) for task in found]


def _stop_what_follows(found: Sequence[Obligation], changed: dict[TaskId, Obligation]) -> None:
    """What follows up work that has been stopped stands as that does; a follow-up may have one of its own."""
    waiting = [task for task in found if task.parent is not None and task.is_open]
    while stopped := [task for task in waiting if _settled(changed.get(task.parent or task.task_id)) is not None]:
        for task in stopped:
            parent = changed[task.parent or task.task_id]
            assert parent.settled is not None, "only what is settled stops others"
            said = replace(parent.settled, reason=f"as {parent.name}: {parent.settled.reason}")
            changed[task.task_id] = replace(task, settled=said)
        waiting = [task for task in waiting if task.task_id not in changed]


def _settled(task: Obligation | None) -> Settled | None:
    return None if task is None else task.settled


class Rollouts:
    """Plans one roll-out after the other, those of whole systems before those of their parts."""

    def __init__(self, facts: Facts, records: Records) -> None:
        self._facts = facts
        self._records = records
        self._stage_of: dict[AssetTag, int] = {}

    def depth(self, tag: AssetTag) -> int:
        """How many systems an asset is a part of, one inside the other."""
        return len(list(self._systems_of(tag)))

    def of(self, tasks: Sequence[Obligation]) -> Iterator[Obligation]:
        """The tasks of one release with their stages."""
        patch = _patch(tasks[0])
        failed = self._brought_down(patch, tasks[0])
        soaked = self._soaked_from(patch)
        for task, stage in self._staged(tasks, patch):
            self._stage_of.setdefault(task.asset_tag, stage)
            staged = replace(task, install=_at_stage(task, stage))
            if failed and task.asset_tag not in {row.asset_tag for row in failed}:
                yield replace(staged, settled=_stopped(patch, failed))
            elif soaked is not None and stage > PILOT:
                days = [day for day in (task.not_before, soaked) if day is not None]
                yield replace(staged, not_before=max(days))
            else:
                yield staged

    def _staged(self, tasks: Sequence[Obligation], patch: Patch) -> Iterator[tuple[Obligation, int]]:
        pilots = self._pilots(tasks, patch)
        yield from ((task, PILOT) for task in pilots)
        chosen = {task.task_id for task in pilots}
        rest = [task for task in tasks if task.task_id not in chosen]
        yield from self._in_waves(rest, patch)

    def _pilots(self, tasks: Sequence[Obligation], patch: Patch) -> list[Obligation]:
        """What is still missing of the pilot; one that goes first where windows differ, and one of each department."""
        wished = self._facts.programme.patching.pilot if patch.pilot is None else patch.pilot
        missing = min(max(0, wished - len(self._on_release(patch))), len(tasks) - 1)
        versions = Counter(self._facts.asset(task.asset_tag).software_version for task in tasks)
        ordered = sorted(tasks, key=self._pilot_order(versions))
        found: list[Obligation] = []
        used = Counter[DepartmentId]()
        while len(found) < missing:
            chosen = min(ordered, key=lambda task: (*self._fitness(task), used[self._department(task)]))
            ordered = [task for task in ordered if task is not chosen]
            used[self._department(chosen)] += 1
            found.append(chosen)
        return found

    def _pilot_order(self, versions: Mapping[str, int]) -> Callable[[Obligation], tuple[object, ...]]:
        def order(task: Obligation) -> tuple[object, ...]:
            asset = self._facts.asset(task.asset_tag)
            calm = _CALMEST_FIRST.index(self._facts.department_of(task.asset_tag).acuity)
            return (-versions[asset.software_version], calm, task.impact_score, asset.department, task.asset_tag)

        return order

    def _fitness(self, task: Obligation) -> tuple[bool, int, bool, date]:
        """What a pilot has to be: in use and not the only one of its service; then there, and soon."""
        return (
            not self.may_be_pilot(task.asset_tag),
            self._stage_of_system(task.asset_tag),
            task.not_before is not None,
            task.window.last_day,
        )

    def may_be_pilot(self, tag: AssetTag) -> bool:
        """Tell whether an asset is in use and not the only one in use of its modality in its department."""
        asset = self._facts.asset(tag)
        service = (asset.department, self._facts.model_of(tag).modality)
        return asset.status is AssetStatus.IN_USE and self._in_use[service] > 1

    def _in_waves(self, tasks: Sequence[Obligation], patch: Patch) -> Iterator[tuple[Obligation, int]]:
        """What is due first in the first waves; of one date, the departments of each acuity over different waves.

        What is away for the first half of the time goes with the last, or the other waves would wait for it.
        """
        wished = (self._facts.programme.patching.waves if patch.waves is None else patch.waves) or 1
        if len({(task.window.last_day, self._stage_of_system(task.asset_tag)) for task in tasks}) > 1:
            middle = _middle(tasks, self._facts.horizon.first_day)
            ordered = sorted(tasks, key=lambda task: (_ready_from(task) > middle, *self._by_date(task)))
            yield from ((task, 1 + place * wished // len(ordered)) for place, task in enumerate(ordered))
            return
        yield from self._spread(tasks, wished)

    def _by_date(self, task: Obligation) -> tuple[object, ...]:
        stage = self._stage_of_system(task.asset_tag)
        return (task.window.last_day, task.window.first_day, stage, self._department(task), task.asset_tag)

    def _spread(self, tasks: Sequence[Obligation], wished: int) -> Iterator[tuple[Obligation, int]]:
        wards: dict[tuple[Acuity, DepartmentId], list[Obligation]] = defaultdict(list)
        for task in tasks:
            wards[self._facts.department_of(task.asset_tag).acuity, self._department(task)].append(task)
        of_acuity = Counter(acuity for acuity, _ in wards)
        waves = max(wished, 2) if any(number > 1 for number in of_acuity.values()) else wished
        sizes = Counter[int]()
        wards_in: Counter[tuple[Acuity, int]] = Counter()
        for (acuity, _), group in sorted(wards.items(), key=lambda one: (-len(one[1]), one[0])):
            parts = _parts(group, waves) if of_acuity[acuity] == 1 else [group]
            for part in parts:
                numbers = range(1, waves + 1)
                wave = min(numbers, key=lambda one: (wards_in[acuity, one], sizes[one], one))
                wards_in[acuity, wave] += 1
                sizes[wave] += len(part)
                yield from ((task, wave) for task in part)

    def _stage_of_system(self, tag: AssetTag) -> int:
        """The stage at which the nearest system above an asset is patched; before all, if none is."""
        stages = (self._stage_of[one] for one in self._systems_of(tag) if one in self._stage_of)
        return next(stages, _NOT_IN_A_SYSTEM)

    def _systems_of(self, tag: AssetTag) -> Iterator[AssetTag]:
        seen, above = {tag}, self._facts.asset(tag).part_of
        while above is not None and above not in seen and above in self._facts.programme.assets:
            yield above
            seen.add(above)
            above = self._facts.asset(above).part_of

    def _department(self, task: Obligation) -> DepartmentId:
        return self._facts.asset(task.asset_tag).department

    def _on_release(self, patch: Patch) -> list[Asset]:
        """Assets that already run the release."""
        assets = self._of_model.get((patch.make, patch.model), ())
        return [one for one in assets if same_version(one.software_version, patch.version)]

    def _soaked_from(self, patch: Patch) -> date | None:
        """The first day after the soak of a pilot that was made before; None: nothing to wait for, or not made yet."""
        facts = self._facts
        wished = facts.programme.patching.pilot if patch.pilot is None else patch.pilot
        soak = facts.programme.patching.soak_days if patch.soak_days is None else patch.soak_days
        done = sorted(self._installed_on(asset, patch) for asset in self._on_release(patch))
        if not 0 < wished <= len(done) or done[wished - 1] == date.min:
            return None
        return done[wished - 1] + timedelta(days=soak)

    def _installed_on(self, asset: Asset, patch: Patch) -> date:
        """The first day since the validation on which its patch work was completed; the first day ever if unknown."""
        rows = (row for row in self._patch_rows(asset.asset_tag) if row.outcome in SATISFYING)
        return min((row.done_on for row in rows if row.done_on >= _since(patch)), default=date.min)

    def _brought_down(self, patch: Patch, task: Obligation) -> list[HistoryRow]:
        """The last word on assets of the model on which the release failed or was rolled back."""
        found = []
        for asset in self._of_model.get((patch.make, patch.model), ()):
            rows = [row for row in self._patch_rows(asset.asset_tag) if row.procedure == task.name]
            done = max((row.done_on for row in rows if row.outcome in SATISFYING), default=date.min)
            wrong = [row for row in rows if row.outcome in _BROUGHT_DOWN and row.done_on >= _since(patch)]
            if wrong and wrong[-1].done_on > done and not same_version(asset.software_version, patch.version):
                found.append(wrong[-1])
        return found

    def _patch_rows(self, tag: AssetTag) -> list[HistoryRow]:
        names = self._patch_names
        return [row for row in self._records.history.get(tag, ()) if row.procedure in names]

    @cached_property
    def _patch_names(self) -> frozenset[str]:
        return frozenset(one.procedure for one in self._facts.programme.procedures if one.kind is ProcedureKind.PATCH)

    @cached_property
    def _of_model(self) -> Mapping[MakeModel, list[Asset]]:
        found: dict[MakeModel, list[Asset]] = defaultdict(list)
        for _, asset in sorted(self._facts.programme.assets.items()):
            if asset.status is not AssetStatus.RETIRED:
                found[asset.make_model].append(asset)
        return found

    @cached_property
    def _in_use(self) -> Counter[tuple[DepartmentId, ModalityId]]:
        assets = self._facts.programme.assets.values()
        return Counter(
            (one.department, self._facts.model_of(one.asset_tag).modality)
            for one in assets
            if one.status is AssetStatus.IN_USE
        )


def _patch(task: Obligation) -> Patch:
    assert task.install is not None, "a task of a roll-out installs a release"
    return task.install.patch


def _at_stage(task: Obligation, stage: int) -> Install:
    assert task.install is not None, "a task of a roll-out installs a release"
    return replace(task.install, stage=stage)


def _ready_from(task: Obligation) -> date:
    return task.window.first_day if task.not_before is None else max(task.window.first_day, task.not_before)


def _middle(tasks: Sequence[Obligation], first_day: date) -> date:
    """The day in the middle between the first on which some can be done and the first on which some have to be.

    What is overdue has to wait for nobody: it says nothing of the time that there is.
    """
    first = max(first_day, min(map(_ready_from, tasks)))
    last = min((task.window.last_day for task in tasks if not task.overdue), default=date.max)
    return first + max(last - first, timedelta(0)) / 2


def _since(patch: Patch) -> date:
    return patch.validated_on or patch.released_on or date.min


def _parts(tasks: Sequence[Obligation], number: int) -> list[Sequence[Obligation]]:
    """Cut the tasks of a department that is alone with its acuity into as many parts as there are waves."""
    ordered = sorted(tasks, key=lambda task: task.asset_tag)
    cuts = [place * len(ordered) // number for place in range(number + 1)]
    return [ordered[first:last] for first, last in pairwise(cuts) if first < last]


def _stopped(patch: Patch, failed: Iterable[HistoryRow]) -> Settled:
    told = ", ".join(f"{row.asset_tag} ({row.outcome.value.replace('_', ' ')} on {row.done_on})" for row in failed)
    said = f"the roll-out of release {patch.version} ({patch.patch}) has stopped: {told}"
    return Settled(TaskStatus.UNPLACED, ReasonCode.ROLLOUT_ORDER, said)
