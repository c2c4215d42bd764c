"""What the check says of a plan: what it looked at, what it found, and the plan once nothing was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.plan import Plan, VerifiedPlan, Violation
from scheduler.errors import PlanFault

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check by name: how many things it looked at, and how many faults it found."""

    name: str
    looked_at: int
    found: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every fault of a plan, check by check."""

    plan: Plan
    violations: tuple[Violation, ...]
    checks: tuple[CheckResult, ...]

    def with_more(self, violations: Sequence[Violation]) -> "Verdict":
        """Return the verdict with what was found in the documents of its folder."""
        return self.with_check("documents", len(self.plan.visits), violations)

    def with_check(self, name: str, looked_at: int, violations: Sequence[Violation]) -> "Verdict":
        """Return the verdict with one more check."""
        check = CheckResult(name, looked_at, len(violations))
        return Verdict(self.plan, (*self.violations, *violations), (*self.checks, check))

    def verified(self) -> VerifiedPlan:
        """Return the plan as checked; raises PlanFault with the first sentences if anything was found."""
        if self.violations:
            raise PlanFault(faults_said(self.violations))
        return VerifiedPlan(self.plan, tuple(check.name for check in self.checks))


def faults_said(violations: Sequence[Violation]) -> str:
    """Say how many faults a plan has, and the first of them."""
    count = "1 fault" if len(violations) == 1 else f"{len(violations)} faults"
    first = [f"  {fault.rule}: {fault.subject}: {fault.sentence}" for fault in violations[:_SHOWN]]
    more = [f"  and {len(violations) - _SHOWN} more"] if len(violations) > _SHOWN else []
    return "\n".join([f"The plan has {count}:", *first, *more])
