"""From what is known about one piece of work to its Obligation: one place where all are written."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendar import DayWindow, Periodicity
from scheduler.domain.equipment import Answer, Asset, Procedure
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ModalityId, TaskId
from scheduler.domain.obligation import DueBasis, Install, Obligation
from scheduler.domain.places import Acuity
from scheduler.domain.quick import quickly_made
from scheduler.obligations.attempts import NO_ATTEMPTS, Attempts
from scheduler.obligations.ids import task_id
from scheduler.obligations.standing import Standing
from scheduler.risk.impact import ImpactScore, impact_of_asset


@quickly_made
@dataclass(frozen=True, slots=True)
class Owed:
    """Work that is owed: which, when, why, and in what standing. `key` tells it from others of asset and procedure."""

    asset: Asset
    procedure: Procedure
    key: str
    due: date
    window: DayWindow
    basis: DueBasis
    why: str
    standing: Standing
    every: Periodicity | None = None
    minus_days: int = 0
    previous: TaskId | None = None
    parent: TaskId | None = None
    attempts: Attempts = NO_ATTEMPTS
    holds_asset: bool = False
    work_order: str = ""
    install: Install | None = None

    @property
    def task_id(self) -> TaskId:
        return task_id(self.asset.asset_tag, self.procedure.procedure, self.key)


class Writer:
    """Writes obligations against one horizon; the impact of assets that are alike in it is worked out once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._impact: dict[tuple[ModalityId, Acuity, Answer, Answer], ImpactScore] = {}

    def write(self, owed: Owed) -> Obligation:
        """Write one obligation."""
        tag, horizon = owed.asset.asset_tag, self._facts.horizon
        risk_class = self._facts.risk_class(tag)
        policy = self._facts.programme.policies.of(risk_class)
        impact = self._impact_of(tag)
        notes = (owed.why, owed.standing.note, owed.attempts.note)
        return Obligation(
            task_id=owed.task_id,
            asset_tag=tag,
            procedure=owed.procedure,
            due=owed.due,
            window=owed.window,
            basis=owed.basis,
            risk_class=risk_class,
            overdue=owed.window.last_day < horizon.first_day,
            extends_past_horizon=owed.window.last_day > horizon.last_day,
            every=owed.every,
            minus_days=owed.minus_days,
            hard_window=policy.hard_window,
            late_allowed_days=policy.late_allowed_days,
            reason="; ".join(note for note in notes if note) + ".",
            settled=owed.standing.settled,
            not_before=owed.standing.not_before,
            previous=owed.previous,
            parent=owed.parent,
            reattempt_by=owed.attempts.reattempt_by,
            attempts=owed.attempts.count,
            holds_asset=owed.holds_asset or owed.attempts.holds_asset,
            work_order=owed.work_order,
            impact_class=impact.impact_class,
            impact_score=impact.score,
            install=owed.install if owed.standing.settled is None else None,
        )

    def impact_class_of(self, tag: AssetTag) -> str:
        """The clinical-impact class of an asset, which also chooses the deadlines of its patches."""
        return self._impact_of(tag).impact_class

    def _impact_of(self, tag: AssetTag) -> ImpactScore:
        modality, asset = self._facts.modality_of(tag), self._facts.asset(tag)
        acuity = self._facts.department_of(tag).acuity
        alike = (modality.modality, acuity, asset.exposed, asset.networked)
        if alike not in self._impact:
            self._impact[alike] = impact_of_asset(modality, asset, acuity, self._facts.programme.impact)
        return self._impact[alike]
