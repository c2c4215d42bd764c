"""Changes of what policy and agreements say: windows of tolerance, periodicities, limits, shares, weights."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from scheduler.changes.looked_up import EVERYBODY, known, quoted
from scheduler.domain.calendar import Periodicity, WindowProfile
from scheduler.domain.equipment import Procedure
from scheduler.domain.ids import (
    AssetTag,
    DepartmentId,
    InstrumentClass,
    InstrumentId,
    ModalityId,
    ProcedureName,
    SiteId,
)
from scheduler.domain.people import Instrument, NoCalibration
from scheduler.domain.policy import RiskClass, Weights
from scheduler.domain.programme import Programme
from scheduler.errors import UsageError


@dataclass(frozen=True, slots=True)
class Profile:
    """Another window profile for a risk class. `words` as they were written."""

    risk_class: RiskClass
    profile: WindowProfile
    words: str

    @property
    def text(self) -> str:
        return quoted("profile", self.risk_class, self.words)

    def applied(self, programme: Programme) -> Programme:
        policy = replace(programme.policies.of(self.risk_class), window=self.profile)
        if self.risk_class is RiskClass.HIGH_RISK:
            return replace(programme, policies=replace(programme.policies, high_risk=policy))
        return replace(programme, policies=replace(programme.policies, other=policy))


@dataclass(frozen=True, slots=True)
class Every:
    """Another periodicity for the procedures of a modality; `*` is all of them that have one."""

    modality: ModalityId
    procedure: str
    every: Periodicity

    @property
    def text(self) -> str:
        return quoted("every", self.modality, self.procedure, self.every)

    def applied(self, programme: Programme) -> Programme:
        known("modality", self.modality, programme.modalities)
        rows = [row for row in programme.procedures if row.modality == self.modality]
        meant = {row.row for row in rows if self._is_meant(row)}
        if not meant:
            known(f"procedure of {self.modality} with a periodicity", self.procedure, {row.procedure for row in rows})
        return replace(
            programme,
            procedures=tuple(
                replace(row, every=self.every, oem_every=None) if row.row in meant else row
                for row in programme.procedures
            ),
        )

    def _is_meant(self, row: Procedure) -> bool:
        return isinstance(row.every, Periodicity) and self.procedure in (EVERYBODY, row.procedure)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Another tolerance window for a procedure of the asset's make and model. `words` as they were written."""

    asset_tag: AssetTag
    procedure: ProcedureName
    profile: WindowProfile
    words: str

    @property
    def text(self) -> str:
        return quoted("tolerance", self.asset_tag, self.procedure, self.words)

    def applied(self, programme: Programme) -> Programme:
        known("asset", self.asset_tag, programme.assets)
        asset = programme.assets[self.asset_tag]
        modality = programme.models[asset.make_model].modality
        rows = [row for row in programme.procedures if row.modality == modality and row.procedure == self.procedure]
        fitting = [row for row in rows if row.make in (None, asset.make) and row.model in (None, asset.model)]
        known(f"procedure of {self.asset_tag}", self.procedure, {row.procedure for row in fitting})
        row = max(fitting, key=lambda one: (one.make is not None) + (one.model is not None))
        own = replace(row, make=asset.make, model=asset.model, window=self.profile)
        others = tuple(one for one in programme.procedures if not (one is row and row.model is not None))
        return replace(programme, procedures=(own, *others))


@dataclass(frozen=True, slots=True)
class OutShare:
    """Another share of its equipment that a department can spare at once."""

    department: DepartmentId
    share: float

    @property
    def text(self) -> str:
        return quoted("fleet", self.department, f"{self.share:g}")

    def applied(self, programme: Programme) -> Programme:
        known("department", self.department, programme.departments)
        row = replace(programme.departments[self.department], max_out_share=self.share)
        return replace(programme, departments={**programme.departments, self.department: row})


@dataclass(frozen=True, slots=True)
class ParallelVisits:
    """Another number of visits at a time in a department."""

    department: DepartmentId
    visits: int

    @property
    def text(self) -> str:
        return quoted("visits", self.department, self.visits)

    def applied(self, programme: Programme) -> Programme:
        known("department", self.department, programme.departments)
        row = replace(programme.departments[self.department], max_parallel_visits=self.visits)
        return replace(programme, departments={**programme.departments, self.department: row})


@dataclass(frozen=True, slots=True)
class OneInstrument:
    """One more instrument of a class at a site, always in calibration."""

    instrument_class: InstrumentClass
    site: SiteId

    @property
    def text(self) -> str:
        return quoted("instrument", self.instrument_class, self.site)

    def applied(self, programme: Programme) -> Programme:
        known("site", self.site, {*programme.sites, EVERYBODY})
        known("class of instruments", self.instrument_class, set(_classes(programme)))
        number = 1
        while InstrumentId(f"{self.instrument_class}+{number}") in programme.instruments:
            number += 1
        name = InstrumentId(f"{self.instrument_class}+{number}")
        row = Instrument(name, self.instrument_class, self.site, NoCalibration.NOT_NEEDED)
        return replace(programme, instruments={**programme.instruments, name: row})


@dataclass(frozen=True, slots=True)
class Lifted:
    """The locks of a piece of work are lifted."""

    asset_tag: AssetTag
    procedure: ProcedureName

    @property
    def text(self) -> str:
        return quoted("unlock", self.asset_tag, self.procedure)

    def applied(self, programme: Programme) -> Programme:
        mine = {(row.asset_tag, row.procedure) for row in programme.locks}
        if (self.asset_tag, self.procedure) not in mine:
            raise UsageError(f"There is no lock of {self.procedure} of {self.asset_tag} in the programme.")
        kept = (row for row in programme.locks if (row.asset_tag, row.procedure) != (self.asset_tag, self.procedure))
        return replace(programme, locks=tuple(kept))


@dataclass(frozen=True, slots=True)
class CapacityShare:
    """Another share of shift time: `reserve` or `max_day_share`."""

    name: str
    share: float

    @property
    def text(self) -> str:
        return quoted(self.name, f"{self.share:g}")

    def applied(self, programme: Programme) -> Programme:
        if self.name == "reserve":
            return replace(programme, capacity=replace(programme.capacity, reserve=self.share))
        return replace(programme, capacity=replace(programme.capacity, max_day_share=self.share))


@dataclass(frozen=True, slots=True)
class Weight:
    """Another price in the objective."""

    name: str
    points: int

    @property
    def text(self) -> str:
        return quoted("weight", self.name, self.points)

    def applied(self, programme: Programme) -> Programme:
        known("weight", self.name, [one.name for one in fields(Weights)])
        weights = {one.name: getattr(programme.weights, one.name) for one in fields(Weights)}
        return replace(programme, weights=Weights(**{**weights, self.name: self.points}))


def _classes(programme: Programme) -> Iterator[str]:
    yield from (row.instrument_class for row in programme.instruments.values())
    yield from (name for row in programme.procedures for group in row.instruments for name in group)
