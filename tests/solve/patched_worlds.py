"""The random hospitals of `worlds` with software: releases for both models, versions, systems, failed installations."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import Enum
from random import Random

from constraints.example import a_history_row, a_patch, a_procedure, facts_of
from scheduler.domain.equipment import NoPeriod, PatchPerformer, ProcedureKind, Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import IN_HOUSE, PerformerId
from scheduler.domain.places import Acuity
from scheduler.domain.policy import Patching
from scheduler.domain.programme import Programme
from scheduler.domain.record import HistoryRow, Outcome
from scheduler.domain.security import Patch, Severity
from tests.solve.worlds import FORTNIGHT, a_random_programme


def a_patched_world(seed: int, follow_up: str | None = None) -> Facts:
    """The hospital of that number with releases to roll out; the same for the same number."""
    dice = Random(seed)
    programme = _with_software(a_random_programme(dice), dice, follow_up)
    return facts_of(programme, today=date(2027, 3, 1), horizon=FORTNIGHT)


def _with_software(programme: Programme, dice: Random, follow_up: str | None) -> Programme:
    tags = list(programme.assets)
    bond = dice.random() < 0.4
    assets = {
        tag: replace(
            asset,
            software_version=dice.choice(("1.0", "1.0", "1.0", "2.0")),
            part_of=tags[0] if bond and tag != tags[0] and dice.random() < 0.6 else None,
            system_critical=bond and tag == tags[0] and dice.random() < 0.5,
        )
        for tag, asset in programme.assets.items()
    }
    patching = a_procedure(
        "patching",
        kind=ProcedureKind.PATCH,
        every=dice.choice((NoPeriod.ON_EVENT, "1 month")),
        window="-10..+10 days",
        minutes=dice.choice((20, 60)),
        where=dice.choice((Where.IN_PLACE, Where.IN_PLACE, Where.REMOTE, Where.UNOBTRUSIVE)),
        follow_up=follow_up,
    )
    departments = {
        name: replace(row, acuity=dice.choice((Acuity.CRITICAL_CARE, Acuity.INPATIENT)), max_out_share=1.0)
        for name, row in programme.departments.items()
    }
    return replace(
        programme,
        assets=assets,
        departments=departments,
        procedures=(*programme.procedures, patching),
        patches=tuple(_patch(dice, model) for model in ("P1", "P2")),
        history=(*programme.history, *_failed(dice, tags[-1])),
        patching=Patching(deadline_table="contract", clock="validated", contract_days={"critical": 30, "low": 33}),
    )


def _patch(dice: Random, model: str) -> Patch:
    patch = a_patch(
        f"{model}-2.0",
        model=model,
        released_on="2027-02-20",
        validated_on="2027-02-25",
        minutes=dice.choice((None, 15, 40)),
        pilot=dice.choice((0, 1, 2)),
        soak_days=dice.choice((0, 1, 3)),
        waves=dice.choice((1, 2, 3)),
    )
    return replace(patch, severity=dice.choice((Severity.CRITICAL, Severity.LOW, Severity.MEDIUM)))


def _failed(dice: Random, tag: str) -> list[HistoryRow]:
    if dice.random() < 0.85:
        return []
    return [a_history_row("2027-02-27", tag, "patching", outcome=Outcome.ROLLED_BACK)]


class Trouble(Enum):
    """What keeps patches from their deadlines."""

    OVERLOAD = "more minutes than people have"
    FAILED_PILOT = "a pilot that was rolled back"
    LONG_SOAK = "a soak that is longer than the time to the deadline"
    LONG_SOAK_NEVER_LATE = "such a soak where nothing may be late"
    LATE_VENDOR = "only the manufacturer may, and asks for notice beyond the deadline"
    NO_VENDOR = "only the manufacturer may, and is nobody's performer"


def a_troubled_world(seed: int, trouble: Trouble) -> Facts:
    """The same hospital, with all of its pumps on the old version, where one thing keeps releases from their days."""
    dice = Random(seed)
    programme = _with_software(a_random_programme(dice), dice, None)
    assets = {tag: replace(asset, software_version="1.0") for tag, asset in programme.assets.items()}
    patches = [replace(one, severity=Severity.CRITICAL, waves=2) for one in programme.patches]
    troubled = replace(programme, assets=assets, history=(), patches=tuple(patches))
    return facts_of(_TROUBLES[trouble](troubled), today=date(2027, 3, 1), horizon=FORTNIGHT)


def _overloaded(programme: Programme) -> Programme:
    people = {
        name: replace(one, scheduled_share=min(one.scheduled_share, 0.2)) for name, one in programme.technicians.items()
    }
    patches = [replace(one, minutes=150, soak_days=0) for one in programme.patches]
    return replace(programme, technicians=people, patches=tuple(patches))


def _with_failed_pilots(programme: Programme) -> Programme:
    models = {asset.model: tag for tag, asset in programme.assets.items()}
    rows = [a_history_row("2027-02-27", tag, "patching", outcome=Outcome.ROLLED_BACK) for tag in models.values()]
    return replace(programme, history=tuple(rows))


def _with_long_soak(programme: Programme) -> Programme:
    return replace(programme, patches=tuple(replace(one, pilot=1, soak_days=9) for one in programme.patches))


def _with_long_soak_and_hard_windows(programme: Programme) -> Programme:
    said, soaking = programme.policies, _with_long_soak(programme)
    both = (replace(one, hard_window=True) for one in (said.high_risk, said.other))
    return replace(soaking, policies=replace(said, **dict(zip(("high_risk", "other"), both, strict=True))))


def _by_late_vendor(programme: Programme) -> Programme:
    models = {key: replace(one, patch_performer=PatchPerformer.MANUFACTURER) for key, one in programme.models.items()}
    rows = [
        replace(row, performer=PerformerId("GE"), skill=None) if row.kind is ProcedureKind.PATCH else row
        for row in programme.procedures
    ]
    performers = {name: replace(one, notice_days=27) for name, one in programme.performers.items()}
    return replace(programme, models=models, procedures=tuple(rows), performers=performers)


def _without_vendor(programme: Programme) -> Programme:
    models = {key: replace(one, patch_performer=PatchPerformer.MANUFACTURER) for key, one in programme.models.items()}
    rows = [
        replace(row, performer=IN_HOUSE) if row.kind is ProcedureKind.PATCH else row for row in programme.procedures
    ]
    return replace(programme, models=models, procedures=tuple(rows))


_TROUBLES: Mapping[Trouble, Callable[[Programme], Programme]] = {
    Trouble.OVERLOAD: _overloaded,
    Trouble.FAILED_PILOT: _with_failed_pilots,
    Trouble.LONG_SOAK: _with_long_soak,
    Trouble.LONG_SOAK_NEVER_LATE: _with_long_soak_and_hard_windows,
    Trouble.LATE_VENDOR: _by_late_vendor,
    Trouble.NO_VENDOR: _without_vendor,
}
