"""Pairs what is expected to be owed with what the plan says is owed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.obligation import DueBasis, Obligation
from scheduler.verify.expected import Expected, Origin, WorkKey

_ORIGINS = {DueBasis.ORDER: Origin.ORDER, DueBasis.FOLLOW_UP: Origin.FOLLOW_UP}


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs, and what has no partner on the other side."""

    pairs: tuple[tuple[Expected, Obligation], ...]
    missing: tuple[Expected, ...]
    invented: tuple[Obligation, ...]


def matched(expected: Iterable[Expected], owed: Iterable[Obligation]) -> Matching:
    """Pair by asset, procedure and origin: equal due dates first (by their windows), what is left in order of dates."""
    wanted: dict[WorkKey, list[Expected]] = defaultdict(list)
    for one in expected:
        wanted[one.key].append(one)
    given = _by_key(owed)
    pairs: list[tuple[Expected, Obligation]] = []
    missing: list[Expected] = []
    invented: list[Obligation] = []
    for key in dict.fromkeys([*wanted, *given]):
        found = list(_paired(wanted.get(key, []), given.get(key, [])))
        pairs += [(one, other) for one, other in found if one is not None and other is not None]
        missing += [one for one, other in found if one is not None and other is None]
        invented += [other for one, other in found if one is None and other is not None]
    return Matching(tuple(pairs), tuple(missing), tuple(invented))


def origin_of(task: Obligation) -> Origin:
    """Why the plan says that a task is owed."""
    return _ORIGINS.get(task.basis, Origin.SERIES)


def _by_key(owed: Iterable[Obligation]) -> Mapping[WorkKey, list[Obligation]]:
    found: dict[WorkKey, list[Obligation]] = defaultdict(list)
    for task in owed:
        found[task.asset_tag, task.name, origin_of(task)].append(task)
    return found


def _paired(
    wanted: Sequence[Expected], given: Sequence[Obligation]
) -> Iterator[tuple[Expected | None, Obligation | None]]:
    rest, by_due = [], defaultdict(list)
    for task in sorted(given, key=lambda task: task.window):
        by_due[task.due].append(task)
    for one in sorted(wanted, key=lambda one: one.window):
        if same_day := by_due[one.due]:
            yield one, same_day.pop(0)
        else:
            rest.append(one)
    left = sorted((task for same_day in by_due.values() for task in same_day), key=lambda task: task.due)
    rest.sort(key=lambda one: one.due)
    for number in range(max(len(rest), len(left))):
        yield (
            rest[number] if number < len(rest) else None,
            left[number] if number < len(left) else None,
        )
