"""What is in force for a procedure of a model: its periodicity, window, anchor, and what else completes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendar import Periodicity, WindowProfile, add_months
from scheduler.domain.equipment import (
    Anchor,
    Answer,
    Basis,
    EquipmentClass,
    MakeModel,
    Modality,
    Model,
    Procedure,
)
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.domain.policy import Policies, RiskClass, RiskPolicy
from scheduler.obligations.records import Records

_BARRED_CLASSES = frozenset({EquipmentClass.IMAGING, EquipmentClass.LASER})


@dataclass(frozen=True, slots=True)
class Regime:
    """A procedure as it binds one model. `every` None: it owes nothing by date (on-event or none, as the table says).

    `completed_by`: the procedures whose completion completes this one, itself among them. `lost_aem`: why the
    manufacturer's periodicity is in force in place of an alternative one; "" where it is not.
    """

    procedure: Procedure
    every: Periodicity | None
    profile: WindowProfile
    anchor: Anchor
    risk_class: RiskClass
    policy: RiskPolicy
    completed_by: frozenset[ProcedureName]
    lost_aem: str


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
    bar: str,
    risk_class: RiskClass,
    policies: Policies,
    completers: Mapping[ProcedureName, frozenset[ProcedureName]],
) -> Regime:
    policy = policies.of(risk_class)
    lost = bar if row.basis is Basis.AEM and row.oem_every is not None else ""
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


def aem_bar(model: Model, modality: Modality, policies: Policies, first: date | None, today: date) -> str:
    """Say why a model may not have an alternative periodicity, "" if it may (42 CFR 482.41; CMS S&C 14-07).

    `first` is the day on which the first of its make and model went into service.
    """
    if modality.equipment_class in _BARRED_CLASSES:
        return f"alternative maintenance is barred for the class {modality.equipment_class}"
    if modality.aem_barred:
        return f"alternative maintenance is barred for {modality.modality}"
    if model.aem is Answer.NO:
        return f"alternative maintenance is barred for {model.make} {model.model}"
    if _is_life_support(modality) and not policies.aem_for_life_support:
        return "alternative maintenance is barred for life support by policy"
    return _too_new(model, policies.aem_months_of_history, first, today)


def _is_life_support(modality: Modality) -> bool:
    return modality.life_support or modality.equipment_class is EquipmentClass.LIFE_SUPPORT


def _too_new(model: Model, months: int, first: date | None, today: date) -> str:
    if months == 0:
        return ""
    if first is None:
        return f"alternative maintenance needs {months} months of history, and {model.make} {model.model} has none"
    if today < add_months(first, months):
        since = f"{model.make} {model.model} is in service since {first}"
        return f"alternative maintenance needs {months} months of history, and {since}"
    return ""


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
