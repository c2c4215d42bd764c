"""What is in force for a procedure of a model: its periodicity, window, anchor, and what else completes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.domain.calendar import Periodicity, WindowProfile
from scheduler.domain.equipment import Anchor, Basis, MakeModel, Procedure
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.domain.policy import Policies, RiskClass, RiskPolicy
from scheduler.obligations.aem import AemBar, aem_bar
from scheduler.obligations.records import Records


@dataclass(frozen=True, slots=True)
class Regime:
    """A procedure as it binds one model. `every` None: it owes nothing by date (on-event or none, as the table says).

    `completed_by`: the procedures whose completion completes this one, itself among them. `lost_aem`: why the
    manufacturer's periodicity is in force in place of an alternative one; None where it is not.
    """

    procedure: Procedure
    every: Periodicity | None
    profile: WindowProfile
    anchor: Anchor
    risk_class: RiskClass
    policy: RiskPolicy
    completed_by: frozenset[ProcedureName]
    lost_aem: AemBar | None


class Regimes:
    """The regimes of every model that is asked for, worked out once each."""

    def __init__(self, facts: Facts, records: Records) -> None:
        self._facts = facts
        self._records = records
        self._by_model: dict[MakeModel, Mapping[ProcedureName, Regime]] = {}

    def of(self, tag: AssetTag) -> Mapping[ProcedureName, Regime]:
        """Return the regime of each procedure of an asset, by name in order."""
        key = self._facts.asset(tag).make_model
        if key not in self._by_model:
            self._by_model[key] = self._worked_out(tag)
        return self._by_model[key]

    def _worked_out(self, tag: AssetTag) -> Mapping[ProcedureName, Regime]:
        facts = self._facts
        policies, model = facts.programme.policies, facts.model_of(tag)
        first = self._records.first_in_service.get(model.key)
        bar = aem_bar(model, facts.modality_of(tag), policies, first, facts.today)
        procedures = facts.procedures_of(tag)
        completers = completed_by(procedures)
        risk_class = facts.risk_class(tag)
        return {row.procedure: _regime(row, bar, risk_class, policies, completers) for row in procedures}


def _regime(
    row: Procedure,
    bar: AemBar | None,
    risk_class: RiskClass,
    policies: Policies,
    completers: Mapping[ProcedureName, frozenset[ProcedureName]],
) -> Regime:
    policy = policies.of(risk_class)
    lost = bar if row.basis is Basis.AEM and row.oem_every is not None else None
    every = row.oem_every if lost else row.every
    return Regime(
        row,
        every if isinstance(every, Periodicity) else None,
        row.window or policy.window,
        row.anchor or policy.anchor,
        risk_class,
        policy,
        completers[row.procedure],
        lost,
    )


def completed_by(procedures: Iterable[Procedure]) -> Mapping[ProcedureName, frozenset[ProcedureName]]:
    """Return for each procedure those whose completion completes it: itself, and all that include it, transitively."""
    includes = {row.procedure: row.includes for row in procedures}
    reached = {name: _reached(name, includes) for name in includes}
    return {name: frozenset(one for one in includes if name in reached[one]) for name in includes}


def _reached(start: ProcedureName, includes: Mapping[ProcedureName, Iterable[ProcedureName]]) -> set[ProcedureName]:
    """Walk down what is included; a cycle, which inputs reports, ends the walk."""
    reached, frontier = {start}, [start]
    while frontier:
        new = [name for name in includes.get(frontier.pop(), ()) if name not in reached]
        reached.update(new)
        frontier += new
    return reached
