"""Work that must follow before an asset returns to use is placed with its parent, after it."""

from collections.abc import Iterator, Sequence

from constraints.fleets import cover_takes, fleet_takes
from constraints.rule import Hard
from constraints.sentence import After, Part, Takes
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation

RULE = Hard(
    "follow-up",
    sentence="A task that another one calls for comes after it, never alone; the asset is out between them.",
    reason="A mammography unit that was changed does not see patients before the physicist has tested it.",
    source="21 CFR 900.12(e)(10); AAPM MPPG 8.a; procedures table: follow_up",
)


def orders(tasks: Sequence[Obligation], facts: Facts) -> Iterator[After]:
    parents = {task.task_id: task for task in tasks}
    for task in tasks:
        if task.parent is not None:
            meanwhile = tuple(_meanwhile(parents[task.parent], facts)) if task.parent in parents else ()
            yield After(task.parent, task.task_id, together=True, meanwhile=meanwhile)


def _meanwhile(parent: Obligation, facts: Facts) -> Iterator[Takes]:
    if parent.procedure.interrupts or parent.procedure.where is Where.BENCH:
        out = facts.taken_out_with(parent.asset_tag)
        yield from fleet_takes(out, Part.OUT, facts)
        yield from cover_takes(out, Part.OUT, facts)
