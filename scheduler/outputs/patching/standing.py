"""Patch work that installs nothing now: what waits, what a control compensates, what loses its support."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.equipment import MakeModel, ProcedureKind, Support
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan
from scheduler.domain.security import Patch
from scheduler.obligations.patches import NOT_APPLICABLE, owed_release
from scheduler.obligations.patching import approver_of, review_period
from scheduler.outputs.tables import outcome_of
from scheduler.risk.advisories.unfixed import unfixed_by_asset

_ASIDE = (TaskStatus.VERSION_UNKNOWN, TaskStatus.NOTHING_TO_INSTALL)
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Wait:
    """A release that its manufacturer has not validated, and how many assets wait for it since when."""

    patch: str
    equipment: str
    version: str
    assets: int
    since: date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Control:
    """A compensating control of a model: how many assets, why, when it is next reviewed, how often, and by whom."""

    equipment: str
    assets: int
    why: str
    next_review: date
    every: str
    approver: str


@dataclass(frozen=True, slots=True)
class EndOfSupport:
    """A model in use that has lost its support, or loses it within a year; `ends` None: nobody knows since when."""

    equipment: str
    assets: int
    ends: date | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it. `aside`: assets by why they install nothing; `unreviewed`: models with something that has no fix, and
    no procedure of patching in which anybody would review a control."""

    waits: tuple[Wait, ...]
    controls: tuple[Control, ...]
    aside: tuple[tuple[str, int], ...]
    support: tuple[EndOfSupport, ...]
    unreviewed: tuple[tuple[str, int], ...]


def standing_of(plan: Plan, facts: Facts) -> Standing:
    """Gather it from a plan; assets count once."""
    by_status: dict[TaskStatus, list[Obligation]] = defaultdict(list)
    for task in plan.obligations:
        if task.procedure.kind is ProcedureKind.PATCH and task.settled is not None:
            by_status[outcome_of(plan, task).status].append(task)
    return Standing(
        tuple(_waits(by_status[TaskStatus.WAITING], facts)),
        tuple(_controls(by_status[TaskStatus.NO_PATCH], facts)),
        tuple(_aside(by_status)),
        tuple(_support(facts)),
        tuple(_unreviewed(facts)),
    )


def _waits(waiting: Sequence[Obligation], facts: Facts) -> list[Wait]:
    """The longest wait first; one that began nobody knows when, last."""
    releases: dict[MakeModel, list[Patch]] = defaultdict(list)
    for row in facts.programme.patches:
        releases[row.make, row.model].append(row)
    assets: dict[int, set[AssetTag]] = defaultdict(set)
    rows: dict[int, Patch] = {}
    for task in waiting:
        asset, model = facts.asset(task.asset_tag), facts.model_of(task.asset_tag)
        release = owed_release(asset, model, releases[model.key], facts.today)
        if release.waits_for is not None:
            rows[release.waits_for.row] = release.waits_for
            assets[release.waits_for.row].add(task.asset_tag)
    found = [_wait(rows[number], len(assets[number]), facts.today) for number in sorted(rows)]
    return sorted(found, key=lambda one: -1 if one.days is None else one.days, reverse=True)


def _wait(row: Patch, assets: int, today: date) -> Wait:
    since = row.waits_since
    days = None if since is None else (today - since).days
    return Wait(row.patch, f"{row.make} {row.model}", row.version, assets, since, days)


def _controls(held: Sequence[Obligation], facts: Facts) -> list[Control]:
    """By model, what is reviewed next first."""
    groups: dict[MakeModel, list[Obligation]] = defaultdict(list)
    for task in held:
        groups[facts.asset(task.asset_tag).make_model].append(task)
    found = [_control(key, groups[key], facts) for key in sorted(groups)]
    return sorted(found, key=lambda one: (one.next_review, one.equipment))


def _control(key: MakeModel, group: Sequence[Obligation], facts: Facts) -> Control:
    first = min(group, key=lambda task: (task.due, task.asset_tag))
    assert first.settled is not None, "a control holds where work is settled"
    patching = facts.programme.patching
    return Control(
        equipment=" ".join(key),
        assets=len({task.asset_tag for task in group}),
        why=first.settled.reason.partition("; a compensating control holds")[0],
        next_review=first.due,
        every=str(review_period(first.procedure, patching)),
        approver=approver_of(first.procedure, patching),
    )


def _aside(by_status: Mapping[TaskStatus, Sequence[Obligation]]) -> list[tuple[str, int]]:
    words: dict[str, set[AssetTag]] = defaultdict(set)
    for status in _ASIDE:
        for task in by_status[status]:
            words[_aside_said(task)].add(task.asset_tag)
    return [(said, len(tags)) for said, tags in words.items()]


def _aside_said(task: Obligation) -> str:
    assert task.settled is not None, "only what is settled is aside"
    if task.settled.status is TaskStatus.VERSION_UNKNOWN:
        return "version to be read first"
    return "not applicable" if task.settled.reason.startswith(NOT_APPLICABLE) else "nothing newer"


def _support(facts: Facts) -> list[EndOfSupport]:
    """What is over first, the latest of it last; then what ends next."""
    numbers = Counter(_in_use(facts))
    found = []
    for key, model in facts.programme.models.items():
        ends = model.support_ends
        is_over = model.support is Support.UNSUPPORTED or (ends is not None and ends < facts.today)
        is_ahead = ends is not None and facts.today <= ends <= facts.today + _A_YEAR
        if numbers[key] and (is_over or is_ahead):
            found.append(EndOfSupport(" ".join(key), numbers[key], ends, is_over))
    return sorted(found, key=lambda one: (not one.is_over, one.ends or date.min, one.equipment))


def _in_use(facts: Facts) -> Iterable[MakeModel]:
    return (asset.make_model for tag, asset in facts.programme.assets.items() if facts.is_in_use(tag))


def _unreviewed(facts: Facts) -> list[tuple[str, int]]:
    count: Counter[str] = Counter()
    for tag, rows in unfixed_by_asset(facts.programme, facts.today).items():
        patched = any(row.kind is ProcedureKind.PATCH for row in facts.procedures_of(tag))
        if not patched and any(one.is_certain for one in rows):
            count[" ".join(facts.asset(tag).make_model)] += 1
    return sorted(count.items())
