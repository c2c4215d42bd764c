"""From the tables to the course of a procedure on an asset: completions, series, due row and hours of use."""

from datetime import date

from scheduler.domain.calendar import Periodicity
from scheduler.domain.equipment import Asset
from scheduler.domain.facts import Facts
from scheduler.domain.ids import ProcedureName
from scheduler.domain.record import SATISFYING, DueRow
from scheduler.obligations.occurrence import Course, is_scheduled
from scheduler.obligations.records import Records
from scheduler.obligations.regime import Regime
from scheduler.obligations.wear import Wear, readings_of, wear_of

_PERIOD_OF_UNKNOWN_WEAR = Periodicity(months=12)
"""By which a window profile knows a runtime trigger that was reached at an unknown rate."""


class Courses:
    """The courses of one asset after another."""

    def __init__(self, facts: Facts, records: Records) -> None:
        self._facts = facts
        self._records = records

    def of(self, asset: Asset, regime: Regime) -> Course | None:
        """Return what dates follow from; None if the procedure owes nothing by date or by hours of use."""
        if regime.every is None and regime.procedure.runtime_hours is None:
            return None
        due_row = self._due_row(asset, regime.procedure.procedure)
        completions = self.completions(asset, regime)
        if due_row is not None and due_row.last_done is not None:
            completions = tuple(sorted({*completions, due_row.last_done}))
        wear = self._wear(asset, regime, completions[-1] if completions else None)
        if regime.every is None and wear is None:
            return None
        start, aligned = self._series(asset, regime)
        return Course(
            seed=f"{asset.asset_tag}|{regime.procedure.procedure}",
            regime=regime,
            every=_period(regime, wear),
            completions=completions,
            in_service_on=asset.in_service_on,
            series_start=start,
            aligned=aligned,
            due_row=due_row,
            wear=wear,
            today=self._facts.today,
            first_due=self._facts.programme.policies.first_due,
        )

    def completions(self, asset: Asset, regime: Regime) -> tuple[date, ...]:
        """Return the days on which it was completed, by itself or by a procedure that includes it, each once."""
        rows = self._records.history.get(asset.asset_tag, ())
        days = {row.done_on for row in rows if row.outcome in SATISFYING and row.procedure in regime.completed_by}
        return tuple(sorted(days))

    def _due_row(self, asset: Asset, name: ProcedureName) -> DueRow | None:
        """Return what the CMMS says; of several rows the last."""
        rows = self._records.due.get((asset.asset_tag, name), ())
        return rows[-1] if rows else None

    def _series(self, asset: Asset, regime: Regime) -> tuple[date | None, bool]:
        """Return where the series starts, and whether it was given rather than taken from the day in service."""
        if not is_scheduled(regime) or regime.every is None:
            return None, False
        if asset.series_start is not None:
            return asset.series_start, True
        rows = self._records.series.get((asset.department, self._facts.model_of(asset.asset_tag).modality), ())
        own = [row for row in rows if row.procedure == regime.procedure.procedure]
        chosen = own or [row for row in rows if row.procedure is None]
        if chosen:
            return chosen[0].series_start, True
        return asset.in_service_on, False

    def _wear(self, asset: Asset, regime: Regime, since: date | None) -> Wear | None:
        if regime.procedure.runtime_hours is None:
            return None
        rows = self._records.history.get(asset.asset_tag, ())
        read = [(row.done_on, row.runtime_hours) for row in rows]
        readings = readings_of([*read, (self._facts.today, asset.runtime_hours)])
        return wear_of(regime.procedure.runtime_hours, readings, since)


def _period(regime: Regime, wear: Wear | None) -> Periodicity:
    """Return the periodicity that comes sooner, by date or by hours of use at the known rate."""
    worn = None if wear is None else wear.period
    if regime.every is None:
        return worn or _PERIOD_OF_UNKNOWN_WEAR
    return worn if worn is not None and worn.days < regime.every.days_approx else regime.every
