"""Two occurrences of one service keep their distance, and the later never comes without the former."""

from collections.abc import Iterator, Sequence

from constraints.rule import Hard
from constraints.sentence import After
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation

RULE = Hard(
    "occurrences",
    sentence="Between two services of a series lies at least the periodicity less the early side of the window.",
    reason="A monthly check done twice in a week is one check; the second has to show that a month passed well.",
    source="FORMATS: Obligations",
)


def orders(tasks: Sequence[Obligation], facts: Facts) -> Iterator[After]:
    for task in tasks:
        if task.previous is not None:
            yield After(task.previous, task.task_id, every=task.every, lag_days=-task.minus_days, needs_first=True)
