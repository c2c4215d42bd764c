"""What is promised for one procedure of a modality or a model, in the words that a contract prints."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from scheduler.domain.calendar import Periodicity, WindowProfile, describe_window
from scheduler.domain.equipment import Anchor, Basis, NoPeriod, Procedure
from scheduler.domain.policy import Policies, RiskClass
from scheduler.obligations.regime import Regime
from scheduler.outputs.words import RISK_WORDS, WHERE_WORDS, listed

NO_PERIOD_WORDS = {NoPeriod.ON_EVENT: "on event", NoPeriod.NONE: "none"}
ANCHOR_WORDS = {Anchor.COMPLETION: "the last completion", Anchor.SCHEDULE: "the series of due dates"}
NOT_APPLICABLE = "not applicable"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Terms:
    """Every field is printed as it stands; two promises are the same if all their words are."""

    risk_class: str
    every: str
    tolerance: str
    counted_from: str
    minutes: str
    people: str
    takes_down: str
    where: str
    skill: str
    instruments: str
    includes: str
    follow_up: str
    basis: str
    reference: str


FIELD_WORDS = {
    "risk_class": "Risk class",
    "every": "Periodicity",
    "tolerance": "Tolerance",
    "counted_from": "Counted from",
    "minutes": "Minutes",
    "people": "People",
    "takes_down": "Takes the asset down",
    "where": "Where",
    "skill": "Skill",
    "instruments": "Test instrument",
    "includes": "Includes",
    "follow_up": "Must be followed by",
    "basis": "Basis",
    "reference": "Reference",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a model's promise is not its modality's."""

    field: str
    general: str
    own: str

    def __str__(self) -> str:
        return f"{FIELD_WORDS[self.field]}: {self.own} (instead of {self.general})"


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
    return _terms(
        regime.procedure, _every(regime.procedure, regime.lost_aem), regime.profile, regime.anchor, regime.risk_class,
        regime.lost_aem,
    )  # fmt: skip


def terms_of_modality(row: Procedure, high_risk: bool, lost_aem: str, policies: Policies) -> Terms:
    """Say what the modality's own row promises; `lost_aem` only where none of its models keeps the alternative."""
    risk_class = RiskClass.HIGH_RISK if high_risk else RiskClass.OTHER
    policy = policies.of(risk_class)
    every = _every(row, lost_aem)
    return _terms(row, every, row.window or policy.window, row.anchor or policy.anchor, risk_class, lost_aem)


def _every(row: Procedure, lost_aem: str) -> Periodicity | NoPeriod:
    return row.oem_every if lost_aem and row.oem_every is not None else row.every


def _terms(
    row: Procedure,
    every: Periodicity | NoPeriod,
    profile: WindowProfile,
    anchor: Anchor,
    risk_class: RiskClass,
    lost_aem: str,
) -> Terms:
    dated = isinstance(every, Periodicity)
    return Terms(
        risk_class=RISK_WORDS[risk_class],
        every=_every_said(row, every),
        tolerance=describe_window(profile, every) if isinstance(every, Periodicity) else NOT_APPLICABLE,
        counted_from=ANCHOR_WORDS[anchor] if dated else NOT_APPLICABLE,
        minutes=str(row.minutes),
        people=str(row.crew),
        takes_down="yes" if row.interrupts or row.where == "bench" else "no",
        where=WHERE_WORDS[row.where],
        skill=row.skill or NONE,
        instruments="; ".join(" or ".join(group) for group in row.instruments) or NONE,
        includes=listed(row.includes) or NONE,
        follow_up=row.follow_up or NONE,
        basis=_basis_said(row.basis, lost_aem),
        reference=row.basis_reference or "not given",
    )


def _every_said(row: Procedure, every: Periodicity | NoPeriod) -> str:
    if isinstance(every, NoPeriod):
        return NO_PERIOD_WORDS[every]
    if row.runtime_hours is None:
        return str(every)
    return f"{every} or {row.runtime_hours:,.0f} running hours, whichever is first"


def _basis_said(basis: Basis, lost_aem: str) -> str:
    if lost_aem:
        return f"manufacturer ({lost_aem})"
    return {Basis.AEM: "alternative maintenance (AEM)"}.get(basis, str(basis))
