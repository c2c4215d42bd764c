"""Procedures inside procedures: which open tasks of an asset satisfy which others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scheduler.domain.ids import ProcedureName
from scheduler.domain.obligation import Obligation
from scheduler.obligations.regime import Regime


def nested(obligations: Sequence[Obligation], regimes: Mapping[ProcedureName, Regime]) -> list[Obligation]:
    """Name for each open task of one asset the open tasks that include it and whose windows meet its own."""
    return [_with_includers(one, obligations, regimes) if one.is_open else one for one in obligations]


def _with_includers(
    one: Obligation, others: Sequence[Obligation], regimes: Mapping[ProcedureName, Regime]
) -> Obligation:
    names = regimes[one.name].completed_by - {one.name}
    includers = [
        other.task_id for other in others if other.name in names and other.is_open and other.window.overlaps(one.window)
    ]
    return replace(one, included_in=tuple(sorted(includers))) if includers else one
