"""What assets are out together: capacities that visits take on known days, whoever does them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.solve.neighbourhoods.question import Option, Question, Shared, Taking

Pick = tuple[int, int]
"""A visit and one of its options."""


@dataclass(frozen=True, slots=True)
class Crowding:
    """Further buckets after those of a question: at an instant, as many as may still be out; and who takes of them."""

    left: tuple[int, ...]
    takings: dict[Pick, tuple[Taking, ...]]


def crowding_of(question: Question, visits: Iterable[int]) -> Crowding:
    """One bucket for each instant at which more of these visits could be out than may be."""
    left: list[int] = []
    takings: dict[Pick, list[Taking]] = defaultdict(list)
    for shared, outs in sorted(_outs(question, visits).items()):
        for free, picks in _crowds(question.shared[shared], outs):
            for pick, amount in picks.items():
                takings[pick].append(Taking(len(question.left) + len(left), amount))
            left.append(free)
    return Crowding(tuple(left), {pick: tuple(some) for pick, some in takings.items()})


@dataclass(frozen=True, slots=True)
class _Out:
    """Somebody's pick, from when till when it takes how much."""

    pick: Pick
    begin: int
    end: int
    amount: int


def _outs(question: Question, visits: Iterable[int]) -> dict[int, list[_Out]]:
    """Who takes of each capacity while the asset is out; what crews do stays where it is."""
    found: dict[int, list[_Out]] = defaultdict(list)
    for number in visits:
        visit = question.visits[number]
        for shared, amount, is_out in visit.shares:
            for place, option in enumerate(visit.options) if is_out else ():
                begin, end = _out(option, visit.minutes)
                if begin < end:
                    found[shared].append(_Out((number, place), begin, end, amount))
    return found


def _out(option: Option, minutes: int) -> tuple[int, int]:
    """From when till when it is surely out."""
    if option.out is not None:
        return option.out
    return option.starts[-1][1] - 1, option.starts[0][0] + minutes


def _crowds(limit: Shared, outs: Sequence[_Out]) -> Iterator[tuple[int, dict[Pick, int]]]:
    """At each instant at which something begins: what is left, and who could take it, if that may be more than that."""
    seen: set[tuple[frozenset[Pick], int]] = set()
    for at in sorted({*(out.begin for out in outs), *(begin for begin, _, _ in limit.taken)}):
        there = {out.pick: out.amount for out in outs if out.begin <= at < out.end}
        most: dict[int, int] = defaultdict(int)
        for (number, _), amount in there.items():
            most[number] = max(most[number], amount)
        free = limit.free - sum(amount for begin, end, amount in limit.taken if begin <= at < end)
        if sum(most.values()) > free and (frozenset(there), free) not in seen:
            seen.add((frozenset(there), free))
            yield max(0, free), there
