"""A release that failed or was rolled back on one asset goes to no other until it is sound there."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from constraints.example import (
    a_history_row,
    a_patch,
    a_plan,
    a_procedure,
    a_programme,
    a_visit,
    an_asset,
    an_obligation,
    facts_of,
)
from constraints.reading import visits_by_task
from constraints.rollouts import by_release
from constraints.rule import Example, Hard, broken, kept
from constraints.words import in_words
from scheduler.domain.equipment import AssetStatus, ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.domain.obligation import Install
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.record import SATISFYING, HistoryRow, Outcome
from scheduler.domain.security import Patch

RULE = Hard(
    "rollout-stopped",
    sentence="After a failed or rolled-back installation only that asset is tried again; the waves wait.",
    reason="What broke one device would break the fleet.",
    source="History table: failed, rolled_back; patches table",
)
_BROUGHT_DOWN = frozenset({Outcome.FAILED, Outcome.ROLLED_BACK})
_LastWords = Mapping[tuple[AssetTag, ProcedureName], HistoryRow]


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    visits = visits_by_task(plan)
    last_words = _last_words(facts)
    for group in by_release(plan.obligations).values():
        patch, name = group[0].install.patch, group[0].task.name
        failed = {tag: row for (tag, own), row in last_words.items() if own == name and _is_of(row, patch, facts)}
        for one in group if failed else ():
            if one.task.asset_tag not in failed and one.task.task_id in visits:
                visit, (tag, row) = visits[one.task.task_id], min(failed.items())
                words = (
                    f"{in_words(one.task)} gets {patch.patch}, which was {row.outcome.value.replace('_', ' ')} on "
                    f"{tag} on {row.done_on} and is not sound there yet."
                )
                yield RULE.broken(visit.visit_id, words, visit.span.start)


def _last_words(facts: Facts) -> _LastWords:
    """Of each asset and procedure the last row that says whether it came off, if it did not."""
    kinds = {one.procedure for one in facts.programme.procedures if one.kind is ProcedureKind.PATCH}
    found: dict[tuple[AssetTag, ProcedureName], HistoryRow] = {}
    for row in sorted(facts.programme.history, key=lambda row: (row.done_on, row.outcome in SATISFYING)):
        if row.procedure in kinds and row.outcome in SATISFYING | _BROUGHT_DOWN:
            found[row.asset_tag, row.procedure] = row
    return {key: row for key, row in sorted(found.items()) if row.outcome in _BROUGHT_DOWN}


def _is_of(row: HistoryRow, patch: Patch, facts: Facts) -> bool:
    asset = facts.asset(row.asset_tag)
    same = asset.make_model == (patch.make, patch.model)
    runs_it = asset.software_version.strip().casefold() == patch.version.strip().casefold()
    there = asset.status is not AssetStatus.RETIRED
    return same and there and not runs_it and row.done_on >= (patch.validated_on or patch.released_on or date.min)


def examples() -> Iterator[Example]:
    work = a_procedure("patching", kind=ProcedureKind.PATCH)
    patch = a_patch("P-2.0", validated_on="2026-10-01")
    tasks = [replace(an_obligation(tag, work), install=Install(patch)) for tag in ("P-1", "P-2")]
    assets = [an_asset("P-1"), an_asset("P-2")]

    def after(*outcomes: tuple[str, Outcome]) -> Facts:
        history = tuple(a_history_row(on, "P-1", "patching", outcome=outcome) for on, outcome in outcomes)
        return facts_of(a_programme(assets=assets, procedures=[work], history=history))

    def planned(tag: str) -> Plan:
        return a_plan(a_visit(tag, tasks=[f"{tag} patching"]), obligations=tasks)

    rolled_back = after(("2026-11-02", Outcome.ROLLED_BACK))
    yield broken(
        "the next asset is planned",
        planned("P-2"),
        rolled_back,
        because="P-2 patching gets P-2.0, which was rolled back on P-1 on 2026-11-02 and is not sound there yet.",
    )
    yield kept("the same asset is tried again", planned("P-1"), rolled_back)
    yield kept(
        "it was sound there the day after",
        planned("P-2"),
        after(("2026-11-02", Outcome.ROLLED_BACK), ("2026-11-03", Outcome.COMPLETED)),
    )
    yield kept("an older release was rolled back", planned("P-2"), after(("2026-09-30", Outcome.ROLLED_BACK)))
