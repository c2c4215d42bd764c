"""The hospital as the expectation reads it: an asset with its rows, its policy and what was recorded of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from scheduler.domain.calendar import Horizon, WindowProfile
from scheduler.domain.equipment import (
    Anchor,
    Asset,
    AssetStatus,
    MakeModel,
    Modality,
    Model,
    Procedure,
)
from scheduler.domain.ids import AssetTag, ModalityId, ProcedureName
from scheduler.domain.policy import RiskClass, RiskPolicy
from scheduler.domain.programme import Programme
from scheduler.domain.record import Lock
from scheduler.risk.advisories.unfixed import unfixed_by_asset
from scheduler.risk.deadlines import Deadlines
from scheduler.verify.expected.record import Record
from scheduler.verify.expected.rows import rows_in_force, with_lawful_periodicity


@dataclass(frozen=True, slots=True)
class OwingAsset:
    """One asset that is not retired, its procedures in force, and the policy of its risk class."""

    asset: Asset
    model: Model
    modality: Modality
    rows: Mapping[ProcedureName, Procedure]
    risk_class: RiskClass
    policy: RiskPolicy

    @property
    def tag(self) -> AssetTag:
        return self.asset.asset_tag

    def profile(self, row: Procedure) -> WindowProfile:
        return row.window or self.policy.window

    def anchor(self, row: Procedure) -> Anchor:
        return row.anchor or self.policy.anchor


class Hospital:
    """A programme seen on `today` for a horizon, read without the room that plans from it."""

    def __init__(self, programme: Programme, today: date, horizon: Horizon) -> None:
        self.programme = programme
        self.today = today
        self.horizon = horizon
        self.record = Record(programme)
        self.deadlines = Deadlines(programme, today)
        self.unfixed = unfixed_by_asset(programme, today)
        self._rows: dict[MakeModel, Mapping[ProcedureName, Procedure]] = {}

    def owing_assets(self) -> Iterable[OwingAsset]:
        """Every asset but the retired ones, in the order of the table."""
        for asset in self.programme.assets.values():
            if asset.status is not AssetStatus.RETIRED:
                yield self._owing(asset)

    def first_lock(self, owing: OwingAsset, name: ProcedureName, until: date, used: date = date.min) -> date | None:
        """The first day from today, after `used` and before `until` to which a visit for this work is locked."""
        zone = self.programme.sites[owing.asset.site].zone
        days = [lock.start.astimezone(zone).date() for lock in self._locks.get((owing.tag, name), ())]
        return min((day for day in days if self.today <= day < until and day > used), default=None)

    def _owing(self, asset: Asset) -> OwingAsset:
        model = self.programme.models[asset.make_model]
        risk_class = RiskClass.HIGH_RISK if model.high_risk else RiskClass.OTHER
        return OwingAsset(
            asset,
            model,
            self.programme.modalities[model.modality],
            self._rows_of(model),
            risk_class,
            self.programme.policies.of(risk_class),
        )

    def _rows_of(self, model: Model) -> Mapping[ProcedureName, Procedure]:
        if model.key not in self._rows:
            programme, since = self.programme, self.record.first_in_service(model.key)
            modality = programme.modalities[model.modality]
            chosen = rows_in_force(model, self._table.get(model.modality, ()))
            self._rows[model.key] = {
                name: with_lawful_periodicity(row, model, modality, since, self.today, programme.policies)
                for name, row in sorted(chosen.items())
            }
        return self._rows[model.key]

    @cached_property
    def _table(self) -> Mapping[ModalityId, list[Procedure]]:
        found: dict[ModalityId, list[Procedure]] = {}
        for row in self.programme.procedures:
            found.setdefault(row.modality, []).append(row)
        return found

    @cached_property
    def _locks(self) -> Mapping[tuple[AssetTag, ProcedureName], list[Lock]]:
        found: dict[tuple[AssetTag, ProcedureName], list[Lock]] = {}
        for lock in self.programme.locks:
            found.setdefault((lock.asset_tag, lock.procedure), []).append(lock)
        return found
