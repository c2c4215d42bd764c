"""What is promised for one procedure of a modality or a model, in the values that a contract prints."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from scheduler.domain.calendar import Periodicity, WindowProfile
from scheduler.domain.equipment import Anchor, Basis, NoPeriod, Procedure, Where
from scheduler.domain.policy import Policies, RiskClass
from scheduler.obligations.aem import AemBar
from scheduler.obligations.regime import Regime
from scheduler.outputs.appendix.paper import State, Value, Word, given, several, word
from scheduler.outputs.appendix.phrases import alternatives, periodicity_said, window_said, yes_no


@dataclass(frozen=True, slots=True)
class Terms:
    """Two promises are the same if all their values are. The name of a field is the key of its column."""

    risk_class: Value
    every: Value
    counted_from: Value
    tolerance: Value
    minutes: int
    people: int
    takes_down: Value
    where: Value
    skill: Value
    instruments: Value
    includes: Value
    follow_up: Value
    basis: Value
    reference: Value


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a model's promise is not its modality's."""

    field: str
    general: Value
    own: Value

    def said(self) -> Word:
        """Say what holds, and instead of what; a tolerance follows from the periodicity, and the old one is no news."""
        if self.field == "tolerance":
            return word("exceptions.tolerance", own=self.own)
        return word("exceptions.differs", field=word(f"column.{self.field}"), own=self.own, general=self.general)


def differences(general: Terms, own: Terms) -> tuple[Difference, ...]:
    """Return only what differs, in the order of the columns."""
    return tuple(_differences(general, own))


def _differences(general: Terms, own: Terms) -> Iterator[Difference]:
    for field in fields(Terms):
        before, after = getattr(general, field.name), getattr(own, field.name)
        if before != after:
            yield Difference(field.name, before, after)


def terms_of_model(regime: Regime) -> Terms:
    """Say what binds a model, its loss of an alternative periodicity included."""
    row, lost = regime.procedure, regime.lost_aem
    return _terms(row, _every(row, lost), regime.profile, regime.anchor, regime.risk_class, lost)


def terms_of_modality(row: Procedure, high_risk: bool, lost_aem: AemBar | None, policies: Policies) -> Terms:
    """Say what the modality's own row promises; `lost_aem` only where none of its models keeps the alternative."""
    risk_class = RiskClass.HIGH_RISK if high_risk else RiskClass.OTHER
    policy = policies.of(risk_class)
    every = _every(row, lost_aem)
    return _terms(row, every, row.window or policy.window, row.anchor or policy.anchor, risk_class, lost_aem)


def _every(row: Procedure, lost_aem: AemBar | None) -> Periodicity | NoPeriod:
    return row.oem_every if lost_aem is not None and row.oem_every is not None else row.every


def _terms(
    row: Procedure,
    every: Periodicity | NoPeriod,
    profile: WindowProfile,
    anchor: Anchor,
    risk_class: RiskClass,
    lost_aem: AemBar | None,
) -> Terms:
    dated = isinstance(every, Periodicity)
    return Terms(
        risk_class=word(f"risk.{risk_class}"),
        every=every_said(every, row.runtime_hours),
        counted_from=word(f"anchor.{anchor}") if dated else State.NOT_APPLICABLE,
        tolerance=window_said(profile, every) if isinstance(every, Periodicity) else State.NOT_APPLICABLE,
        minutes=row.minutes,
        people=row.crew,
        takes_down=yes_no(takes_down(row)),
        where=word(f"where.{row.where}"),
        skill=given(row.skill or "", State.NONE_EXISTS),
        instruments=alternatives(row.instruments),
        includes=several(row.includes),
        follow_up=given(row.follow_up or "", State.NONE_EXISTS),
        basis=_basis_said(row.basis, lost_aem),
        reference=given(row.basis_reference, State.NOT_GIVEN),
    )


def takes_down(row: Procedure) -> bool:
    """Tell whether the asset cannot serve meanwhile."""
    return row.interrupts or row.where is Where.BENCH


def every_said(every: Periodicity | NoPeriod, runtime_hours: float | None = None) -> Word:
    """Say a periodicity, or that there is none; hours of use beside it, whichever is first."""
    if isinstance(every, NoPeriod):
        return word("every.on_event" if every is NoPeriod.ON_EVENT else "every.none")
    if runtime_hours is None:
        return periodicity_said(every)
    return word("every.or_running_hours", every=periodicity_said(every), hours=round(runtime_hours))


def _basis_said(basis: Basis, lost_aem: AemBar | None) -> Word:
    if lost_aem is None:
        return word(f"basis.{basis}")
    return word("basis.lost_aem", why=lost_aem_said(lost_aem))


def lost_aem_said(bar: AemBar) -> Word:
    """Say why the manufacturer's periodicity is in force in place of an alternative one."""
    named: dict[str, Value] = {"equipment_class": word(f"class.{bar.equipment_class}"), "modality": bar.modality}
    return word(
        f"aem_bar.{bar.kind.name.lower()}",
        **named,
        model=bar.model,
        months=bar.months,
        since=bar.since or State.UNKNOWN,
    )
