"""What was done so far: history, series, and the obligations that follow from them in the quarter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from examples.generate.chance import Chance
from examples.generate.fleet import Asset
from examples.generate.models import Model
from examples.generate.rows import HistoryRow, ProcedureRow, SeriesRow
from scheduler.domain.calendar import Periodicity, next_occurrence, parse_periodicity, parse_window

SERIES_MODALITIES = ("bed", "stretcher", "surgical-light", "medication-cabinet", "integration-gateway")
ACQUIRED_SITE = "OAK"
LARGE = ("linac", "mri", "ct", "angiography", "pet-ct", "gamma-camera", "afterloader", "ct-simulator", "water-plant")


@dataclass(frozen=True, slots=True)
class Dates:
    """The day from which is planned, and the quarter."""

    today: date
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation that the sizing of people counts: overdue, or its window ends in the quarter."""

    asset: Asset
    procedure: ProcedureRow
    due: date
    overdue: bool

    @property
    def minutes(self) -> int:
        """Person-minutes."""
        return int(str(self.procedure.minutes)) * int(str(self.procedure.crew))


@dataclass(slots=True)
class Record:
    """History rows, and per asset and procedure the last completion (None: no baseline, or nothing yet)."""

    history: list[HistoryRow] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    series_start: dict[str, date] = field(default_factory=dict)
    missed: list[Owed] = field(default_factory=list)


class Procedures:
    """The procedures of a model: its own rows over those of its modality."""

    def __init__(self, rows: Sequence[ProcedureRow]) -> None:
        self._general: dict[str, dict[str, ProcedureRow]] = {}
        self._own: dict[tuple[str, str], dict[str, ProcedureRow]] = {}
        for row in rows:
            if row.model:
                self._own.setdefault((row.make, row.model), {})[row.procedure] = row
            else:
                self._general.setdefault(row.modality, {})[row.procedure] = row

    def of(self, model: Model) -> dict[str, ProcedureRow]:
        return self._general[model.modality] | self._own.get((model.make, model.model), {})

    def periodic(self, model: Model) -> list[tuple[ProcedureRow, Periodicity]]:
        """Return the procedures with a periodicity, the longest first."""
        found = [(row, parse_periodicity(row.every)) for row in self.of(model).values() if row.every != "on-event"]
        return sorted(found, key=lambda pair: (-pair[1].days_approx, pair[0].procedure))


def make_series(seed: int, fleet: Sequence[Asset], procedures: Procedures) -> list[SeriesRow]:
    """Align the dates of a department's beds, lights, cabinets and gateways."""
    rows: dict[tuple[str, str, str], SeriesRow] = {}
    for asset in fleet:
        if asset.modality not in SERIES_MODALITIES:
            continue
        for procedure, _ in procedures.periodic(asset.model):
            key = (asset.department.department, asset.modality, procedure.procedure)
            if procedure.anchor == "schedule" and key not in rows:
                start = date(2022, 1, 1) + timedelta(days=Chance(seed, "series", *key).whole(0, 364))
                rows[key] = SeriesRow(*key, start)
    return [rows[key] for key in sorted(rows)]


def make_record(
    seed: int, fleet: Sequence[Asset], procedures: Procedures, series: Sequence[SeriesRow], dates: Dates,
    pending: Mapping[Model, bool],
) -> Record:  # fmt: skip
    """Write each asset's past, and list what it owes; `pending` tells for which models a release can be installed."""
    starts = {(row.department, row.modality, row.procedure): row.series_start for row in series}
    record = Record()
    for asset in fleet:
        if asset.status != "retired":
            _AssetPast(seed, asset, dates, starts, pending).write(procedures, record)
    return record


class _AssetPast:
    """One asset's completions, counted back from the last time its rarest work was done."""

    def __init__(
        self, seed: int, asset: Asset, dates: Dates, starts: Mapping[tuple[str, str, str], date],
        pending: Mapping[Model, bool],
    ) -> None:  # fmt: skip
        self.asset, self.dates, self.starts, self.pending = asset, dates, starts, pending
        self.chance = Chance(seed, "past", asset.tag)
        acquired = asset.department.site.template == ACQUIRED_SITE
        self.without_baseline = self.chance.happens(0.6 if acquired else 0.085) and asset.modality not in LARGE
        self.missed_from = self._missed_from()

    def _missed_from(self) -> date:
        if not self.chance.happens(0.19):
            return self.dates.today
        return self.dates.today - timedelta(days=self.chance.whole(15, 45 if self.asset.modality in LARGE else 150))

    def write(self, procedures: Procedures, record: Record) -> None:
        periodic = procedures.periodic(self.asset.model)
        if not periodic:
            return
        longest = periodic[0][1]
        base = self.dates.today - timedelta(days=1 + self.chance.whole(0, longest.days_approx - 1))
        if (self.dates.today - self.asset.in_service_on).days < 400 and "incoming" in procedures.of(self.asset.model):
            record.history.append(self._row("incoming", self.asset.in_service_on, "completed"))
        done_majors: dict[str, list[date]] = {}
        for procedure, period in periodic:
            includers = [p.procedure for p, _ in periodic if procedure.procedure in p.includes.split("|")]
            covered = [day for name in includers for day in done_majors.get(name, [])]
            done = [] if self.without_baseline else self._completions(procedure, period, base, covered)
            done_majors[procedure.procedure] = [*covered, *done]
            for day in done:
                record.history.append(self._row(procedure.procedure, day, self._satisfying()))
            self._owe(procedure, period, max([*covered, *done], default=None), record)

    def _completions(self, procedure: ProcedureRow, period: Periodicity, base: date, covered: list[date]) -> list[date]:
        """Return the last two completions before the asset began to be missed; not where an including one was done."""
        series = self._series(procedure) if procedure.anchor == "schedule" else None
        found: list[date] = []
        times = (self.dates.today - (series or base)).days // max(1, period.days_approx) + 1
        while len(found) < 2 and times > -4:
            day = self._near(procedure, period.after(series or base, times))
            if self.asset.in_service_on < day <= self.missed_from - timedelta(days=1):
                if not any(abs((day - other).days) <= 25 for other in covered):
                    found.append(day)
                elif len(found) == 0:
                    break
            times -= 1
        return sorted(found)

    def _near(self, procedure: ProcedureRow, day: date) -> date:
        if procedure.window == "due-month":
            return day.replace(day=self.chance.whole(2, 27))
        return day + timedelta(days=self.chance.whole(-4, 4))

    def _series(self, procedure: ProcedureRow) -> date:
        key = (self.asset.department.department, self.asset.modality, procedure.procedure)
        return self.starts.get(key, self.asset.in_service_on)

    def _satisfying(self) -> str:
        return "completed_with_remarks" if self.chance.happens(0.06) else "completed"

    def _row(self, procedure: str, day: date, outcome: str) -> HistoryRow:
        return HistoryRow(self.asset.tag, procedure, day, outcome, "", self._reading(day), "")

    def _reading(self, day: date) -> int | str:
        """Run hours grow by six a day, up to the reading that stands in the assets table."""
        if self.asset.runtime_hours is None:
            return ""
        return max(0, self.asset.runtime_hours - 6 * (self.dates.today - day).days)

    def _owe(self, procedure: ProcedureRow, period: Periodicity, last: date | None, record: Record) -> None:
        if procedure.kind == "patch" and not (self.pending[self.asset.model] and self._is_behind()):
            return
        for place, (due, overdue) in enumerate(self._dues(procedure, period, last)):
            if procedure.kind != "patch" or place == 0:
                owed = Owed(self.asset, procedure, due, overdue)
                record.owed.append(owed)
                if overdue:
                    record.missed.append(owed)

    def _is_behind(self) -> bool:
        return self.asset.version not in ("", self.asset.model.versions[-1] if self.asset.model.versions else "")

    def _dues(self, procedure: ProcedureRow, period: Periodicity, last: date | None) -> Iterator[tuple[date, bool]]:
        """Yield what is overdue or ends in the quarter; what ends before the quarter is taken as done."""
        profile = parse_window(procedure.window or "joint-commission")
        due = self._next_due(procedure, period, last)
        for _ in range(8):
            window = profile.window(due, period)
            if window.last_day > self.dates.last_day:
                return
            if window.last_day < self.dates.today:
                yield due, True
                due = max(due, self.dates.first_day)
            elif window.last_day >= self.dates.first_day:
                yield due, False
            due = period.after(due)

    def _next_due(self, procedure: ProcedureRow, period: Periodicity, last: date | None) -> date:
        if procedure.anchor == "schedule":
            after = last + timedelta(days=10) if last else self.dates.today
            return next_occurrence(self._series(procedure), period, after)
        if last:
            return period.after(last)
        due = period.after(self.asset.in_service_on)
        if due >= self.dates.today:
            return due
        return self.dates.today + timedelta(days=1 + self.chance.whole(0, period.days_approx - 1))
