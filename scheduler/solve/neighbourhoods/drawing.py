"""Which neighbourhoods a round has: those to be asked again, then new ones, none of which has anything of another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.neighbourhoods.asking import Refused
from scheduler.solve.neighbourhoods.box import Box
from scheduler.solve.neighbourhoods.kinds import Boxes, Kind, Taken
from scheduler.solve.neighbourhoods.mixture import Mixture
from scheduler.solve.neighbourhoods.rounds import A_ROUND
from scheduler.solve.neighbourhoods.seeds import Seed

MOST_RETRIES = 2
"""How often a neighbourhood is asked again without the places that the timetable refused."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A kind of neighbourhood around a task, and what the timetable refused when it was tried before."""

    kind: Kind
    seed: Obligation
    box: Box
    refused: dict[Refused, None] = field(default_factory=dict)
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A neighbourhood that was tried: the points that it saved, and what the timetable refused."""

    draw: Draw
    saved: int
    refused: dict[Refused, None]


class Drawing:
    """Chooses neighbourhoods by what came of those before, in the order of their numbers."""

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes
        self._mixture = Mixture()
        self._tries: dict[Kind, dict[TaskId, int]] = {kind: defaultdict(int) for kind in self._mixture.kinds(99)}
        self._again: list[Result] = []

    def draws(self, seeds: Sequence[Seed]) -> tuple[Draw, ...]:
        """A round of them."""
        taken = Taken()
        tasks = tuple(seed.task for seed in seeds)
        again = tuple(self._drawn_again(tasks, taken))
        return (*again, *self._drawn_anew(A_ROUND - len(again), seeds, tasks, taken))

    def learn(self, results: Sequence[Result]) -> None:
        """What came of a round."""
        self._mixture.learn((result.draw.kind, result.saved > 0) for result in results)
        self._again = [one for one in results if one.refused and one.draw.tries < MOST_RETRIES]

    def _drawn_again(self, tasks: Sequence[Obligation], taken: Taken) -> Iterator[Draw]:
        left = {task.task_id for task in tasks}
        for result in self._again:
            former = result.draw
            box = self._boxes.draw(former.kind, former.seed, tasks, taken) if former.seed.task_id in left else None
            if box is not None:
                taken.claim(box)
                yield Draw(former.kind, former.seed, box, {**former.refused, **result.refused}, former.tries + 1)

    def _drawn_anew(
        self, number: int, seeds: Sequence[Seed], tasks: Sequence[Obligation], taken: Taken
    ) -> Iterator[Draw]:
        for kind in self._mixture.kinds(number):
            tries = self._tries[kind]
            found = self._first(kind, _in_turn(seeds, tries), tasks, taken)
            if found is not None:
                tries[found.seed.task_id] += 1
                taken.claim(found.box)
                yield found

    def _first(self, kind: Kind, seeds: Iterable[Seed], tasks: Sequence[Obligation], taken: Taken) -> Draw | None:
        for seed in seeds:
            box = self._boxes.draw(kind, seed.task, tasks, taken)
            if box is not None:
                return Draw(kind, seed.task, box)
        return None


def _in_turn(seeds: Sequence[Seed], tries: Mapping[TaskId, int]) -> Iterator[Seed]:
    """What was tried least often first; those after the one that is taken are not looked at."""
    for often in sorted({0, *tries.values()}):
        yield from (one for one in seeds if tries.get(one.task.task_id, 0) == often)
