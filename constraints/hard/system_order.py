"""A system is patched from above: the server first, then what is a part of it, then what is a part of that."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from constraints.days import zone_at
from constraints.example import a_patch, a_plan, a_procedure, a_programme, a_visit, an_asset, an_obligation, facts_of
from constraints.reading import task_span, visits_by_task
from constraints.rollouts import depth_of, installing, systems_of
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import InTurn
from constraints.words import clock, in_words
from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, TaskId
from scheduler.domain.obligation import Install, Obligation
from scheduler.domain.plan import Plan, Violation, Visit

RULE = Hard(
    "system-order",
    sentence="In a system the server is patched before its workstations, and these before what hangs on them.",
    reason="A newer server speaks to older clients; a newer client may find no server that understands it.",
    source="Assets table: part_of; manufacturers' upgrade instructions",
)


def orders(tasks: Sequence[Obligation], facts: Facts) -> Iterator[InTurn]:
    for _, levels in sorted(_levels(tasks, facts).items()):
        if len(levels) > 1:
            stages = tuple(tuple(task.task_id for task in levels[depth]) for depth in sorted(levels))
            yield InTurn(stages, whole=len(stages) - 1)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    visits = visits_by_task(plan)
    for _, levels in sorted(_levels(plan.obligations, facts).items()):
        above: list[Obligation] = []
        for depth in sorted(levels):
            for task in levels[depth]:
                if task.task_id in visits and above:
                    yield from _before_the_system(task, above, visits, facts)
            above += levels[depth]


def _before_the_system(
    task: Obligation, above: Sequence[Obligation], visits: Mapping[TaskId, Visit], facts: Facts
) -> Iterator[Violation]:
    visit = visits[task.task_id]
    starts, zone = task_span(task.task_id, visit).start, zone_at(visit.site, facts)
    missing = [one for one in above if one.task_id not in visits]
    if missing:
        words = f"{in_words(task)} is planned, but {in_words(missing[0])}, above it in its system, is not."
        yield RULE.broken(visit.visit_id, words, starts)
        return
    last = max(above, key=lambda one: task_span(one.task_id, visits[one.task_id]).end)
    ends = task_span(last.task_id, visits[last.task_id]).end
    if starts < ends:
        words = (
            f"{in_words(task)} begins at {clock(starts, zone)}, before {in_words(last)}, above it in its system, "
            f"ends at {clock(ends, zone)}."
        )
        yield RULE.broken(visit.visit_id, words, starts)


def _levels(tasks: Sequence[Obligation], facts: Facts) -> Mapping[AssetTag, Mapping[int, list[Obligation]]]:
    """The first installation on each asset of a system, by its outermost system and by how deep it lies in that."""
    found: dict[AssetTag, dict[int, list[Obligation]]] = defaultdict(lambda: defaultdict(list))
    for one in installing(tasks):
        if one.task.previous is None:
            tag = one.task.asset_tag
            outermost = (systems_of(tag, facts) or [tag])[-1]
            found[outermost][depth_of(tag, facts)].append(one.task)
    return found


def examples() -> Iterator[Example]:
    work = a_procedure("patching", kind=ProcedureKind.PATCH)
    tags = {"S-1": None, "W-1": "S-1", "M-1": "W-1", "M-2": None}
    facts = facts_of(a_programme(assets=[an_asset(tag, part_of=above) for tag, above in tags.items()]))
    tasks = [replace(an_obligation(tag, work), install=Install(a_patch())) for tag in tags]

    def planned(**starts: str) -> Plan:
        visits = [
            a_visit(tag, start, tasks=[f"{tag} patching"])
            for tag, start in zip(("S-1", "W-1", "M-1", "M-2"), starts.values(), strict=True)
            if start
        ]
        return a_plan(*visits, obligations=tasks)

    yield kept(
        "each begins as the one above it ends; what is a part of nothing comes when it can",
        planned(
            server="2027-01-11 09:00", station="2027-01-11 10:00", monitor="2027-01-11 11:00", other="2027-01-11 08:00"
        ),
        facts,
    )
    yield broken(
        "the monitor begins a minute before its station has ended",
        planned(server="2027-01-11 09:00", station="2027-01-11 10:00", monitor="2027-01-11 10:59", other=""),
        facts,
        because="M-1 patching begins at 2027-01-11 10:59, before W-1 patching, above it in its system, "
        "ends at 2027-01-11 11:00.",
    )
    yield broken(
        "the monitor is planned and the server is not",
        planned(server="", station="", monitor="2027-01-11 10:59", other=""),
        facts,
        because="M-1 patching is planned, but S-1 patching, above it in its system, is not.",
    )
    yield kept(
        "the server alone is planned", planned(server="2027-01-11 09:00", station="", monitor="", other=""), facts
    )
