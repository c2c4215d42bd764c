"""Interrupt work: what is due within so few days that the reserve takes it, shown apart from everything else."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.patching.installations import installations
from scheduler.outputs.tables import outcome_of


@dataclass(frozen=True, slots=True)
class Interrupt:
    """An installation that interrupts: by when, on which day, or why not in time."""

    asset_tag: str
    equipment: str
    department: str
    patch: str
    deadline_class: str
    clock_start: date | None
    deadline: date
    planned_on: date | None
    minutes: int
    why: str

    @property
    def is_in_time(self) -> bool:
        return self.planned_on is not None and self.planned_on <= self.deadline


def interrupts(plan: Plan, facts: Facts) -> tuple[Interrupt, ...]:
    """List them by deadline, those that miss it first among equals."""
    found = []
    for one in installations(plan, facts):
        if one.install.is_interrupt:
            asset, department = facts.asset(one.task.asset_tag), facts.department_of(one.task.asset_tag)
            found.append(
                Interrupt(
                    asset_tag=asset.asset_tag,
                    equipment=" ".join(asset.make_model),
                    department=department.name or department.department,
                    patch=one.install.patch.patch,
                    deadline_class=one.install.deadline_class,
                    clock_start=one.install.clock_start,
                    deadline=one.deadline,
                    planned_on=one.on,
                    minutes=one.task.procedure.minutes * one.task.procedure.crew,
                    why=outcome_of(plan, one.task).reason,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.deadline, one.is_in_time, one.asset_tag)))
