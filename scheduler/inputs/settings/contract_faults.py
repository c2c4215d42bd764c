"""Faults of agreements that no type can see: names that nobody has, two who answer for one thing, contradictions."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum

from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.service_terms import STANDARD_ROLES, Activity, Topic
from scheduler.errors import Problem
from scheduler.inputs.names import did_you_mean, fold
from scheduler.inputs.problems import ProblemList
from scheduler.inputs.settings.contract_keys import ContractKeys
from scheduler.inputs.settings.tree import Path, Places
from scheduler.risk.impact import NOT_ASSESSED


def contract_faults(
    contracts: Sequence[ContractKeys], classes: Iterable[str], places: Places, problems: ProblemList
) -> None:
    """Note every fault and every gap of who answers for what."""
    problems.structural.extend(_repeated(contracts, places))
    for number, contract in enumerate(contracts):
        checking = _Checking(contract, ("contracts", number), (*classes, NOT_ASSESSED), places)
        problems.structural.extend(checking.faults())
        problems.warnings.extend(checking.gaps())


def _repeated(contracts: Sequence[ContractKeys], places: Places) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, contract in enumerate(contracts):
        before = first.setdefault(fold(contract.contract), number)
        if before != number:
            line = places.document.line(("contracts", before, "contract"))
            path: Path = ("contracts", number, "contract")
            yield places.problem(path, f"each contract once; line {line} has it too", "rename one", contract.contract)


class _Checking:
    """Looks through one agreement."""

    def __init__(self, contract: ContractKeys, at: Path, classes: Sequence[str], places: Places) -> None:
        self._contract = contract
        self._at = at
        self._classes = classes
        self._places = places
        self._roles = [*STANDARD_ROLES, *(role for role in contract.roles if role not in STANDARD_ROLES)]

    def faults(self) -> Iterator[Problem]:
        yield from self._unknown_keys()
        yield from self._two_accountable()
        for path, names in self._parties():
            for name in names:
                if name not in self._roles:
                    yield self._unknown(path, name, self._roles, "; or add it to roles")
        yield from self._twice(
            "notification", [each.party for each in self._contract.service_levels.notification], "party"
        )
        yield from self._twice(
            "patching",
            [f"{each.party} {each.severity}" for each in self._contract.service_levels.patching],
            "party and severity",
        )
        yield from self._twice(
            "reporting", [fold(each.report) for each in self._contract.service_levels.reporting], "report"
        )
        yield from self._twice(
            "response", [fold(each.modality or "") for each in self._contract.service_levels.response], "modality"
        )

    def gaps(self) -> Iterator[Problem]:
        """Yield what a responsibility matrix lacks; one that is not there at all is one gap."""
        said = self._contract.responsibilities
        if not said:
            expected = "who is responsible and accountable, by kind of procedure and activity"
            yield self._places.problem((*self._at, "responsibilities"), expected, "the appendix names it as a gap")
            return
        for activity in Activity:
            if activity not in said:
                path = (*self._at, "responsibilities")
                yield self._places.problem(path, f"an entry for {activity}", "the appendix names it as a gap")
        for key, assignment in said.items():
            for name, parties in (("accountable", assignment.accountable), ("responsible", assignment.responsible)):
                if not parties:
                    path = (*self._at, "responsibilities", key, name)
                    number = "exactly one party" if name == "accountable" else "at least one party"
                    yield self._places.problem(path, number, f"say who is {name}; the appendix names it as a gap")

    def _unknown_keys(self) -> Iterator[Problem]:
        monitoring = self._contract.risk.monitoring
        for where, keys, known in (
            (("responsibilities",), self._contract.responsibilities, _words(ProcedureKind, Activity)),
            (("risk", "strategies"), self._contract.risk.strategies, self._classes),
            (("risk", "monitoring", "reports"), monitoring.reports, _words(Topic)),
        ):
            for key in keys:
                if key not in known:
                    yield self._unknown((*where, key), key, known)

    def _two_accountable(self) -> Iterator[Problem]:
        for key, assignment in self._contract.responsibilities.items():
            if len(assignment.accountable) > 1:
                path = (*self._at, "responsibilities", key, "accountable")
                hint = "keep one; the others may be consulted or informed"
                yield self._places.problem(path, "exactly one party", hint, ", ".join(assignment.accountable))

    def _parties(self) -> Iterator[tuple[Path, Sequence[str]]]:
        """Yield every place that names parties."""
        for key, assignment in self._contract.responsibilities.items():
            for name in ("responsible", "accountable", "consulted", "informed"):
                yield ("responsibilities", key, name), getattr(assignment, name)
        levels = self._contract.service_levels
        for place, notice in enumerate(levels.notification):
            yield ("service_levels", "notification", place, "party"), [notice.party]
        for place, deadline in enumerate(levels.patching):
            yield ("service_levels", "patching", place, "party"), [deadline.party]
        for place, report in enumerate(levels.reporting):
            yield ("service_levels", "reporting", place, "by"), [report.by] if report.by else []
            yield ("service_levels", "reporting", place, "to"), report.to
        yield ("equipment_list", "shared_with"), self._contract.equipment_list.shared_with

    def _twice(self, key: str, named: Sequence[str], what: str) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for place, name in enumerate(named):
            before = first.setdefault(name, place)
            if before != place:
                path = (*self._at, "service_levels", key, place)
                line = self._places.document.line((*self._at, "service_levels", key, before))
                yield self._places.problem(path, f"each {what} once; line {line} has it too", "remove one", name)

    def _unknown(self, path: Path, found: str, known: Collection[str], more: str = "") -> Problem:
        hint = did_you_mean(found, known) or "correct the name"
        return self._places.problem((*self._at, *path), f"one of {', '.join(known)}", hint + more, found)


def _words(*options: type[StrEnum]) -> tuple[str, ...]:
    return tuple(option.value for enum in options for option in enum)
