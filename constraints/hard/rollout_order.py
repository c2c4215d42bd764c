"""A release goes to its pilot first, soaks there, and then follows in waves, one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from constraints.days import zone_at
from constraints.example import a_patch, a_plan, a_procedure, a_visit, an_obligation, facts_of
from constraints.reading import visits_by_task
from constraints.rollouts import Done, Installing, by_release, soak_days_of, soaked_on, stage_said
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import InTurn
from constraints.words import clock, in_words
from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import PILOT, Install, Obligation
from scheduler.domain.plan import Plan, Violation, Visit

RULE = Hard(
    "rollout-order",
    sentence="A release is installed on its pilot, soaks, and follows in waves; late work holds nobody up.",
    reason="What a release breaks is to be seen on one device that can be spared, not on a fleet.",
    source="Patches table: pilot, soak_days, waves; HICP practice 9; NIST SP 800-40r4",
)


def orders(tasks: Sequence[Obligation], facts: Facts) -> Iterator[InTurn]:
    for group in by_release(tasks).values():
        numbers = sorted({one.install.stage for one in group})
        if len(numbers) > 1:
            yield InTurn(
                tuple(tuple(one.task.task_id for one in group if one.install.stage == number) for number in numbers),
                whole=1 if numbers[0] == PILOT else 0,
                soak_days=soak_days_of(group[0].install.patch, facts) if numbers[0] == PILOT else 0,
                in_time_until={one.task.task_id: one.task.window.last_day for one in group},
            )


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    visits = visits_by_task(plan)
    for group in by_release(plan.obligations).values():
        done = [(one, Done(one.task, visits[one.task.task_id])) for one in group if one.task.task_id in visits]
        yield from _without_its_pilot(group, visits)
        yield from _before_it_has_soaked(done, facts)
        yield from _before_its_turn(done, facts)


def _without_its_pilot(group: Sequence[Installing], visits: Mapping[TaskId, Visit]) -> Iterator[Violation]:
    """Every pilot that is still to be made is planned, or no wave is."""
    missing = [one for one in group if one.install.stage == PILOT and one.task.task_id not in visits]
    for one in group if missing else ():
        if one.install.stage != PILOT and one.task.task_id in visits:
            visit = visits[one.task.task_id]
            words = (
                f"{in_words(one.task)} gets {one.install.patch.patch} in {stage_said(one.install.stage)}, but of its "
                f"pilot {len(missing)} have no place: {', '.join(sorted(gone.task.asset_tag for gone in missing))}."
            )
            yield RULE.broken(visit.visit_id, words, visit.span.start)


def _before_it_has_soaked(done: Sequence[tuple[Installing, Done]], facts: Facts) -> Iterator[Violation]:
    pilots = [each for one, each in done if one.install.stage == PILOT]
    if not pilots:
        return
    last = max(pilots, key=lambda one: one.span.end)
    for one, each in done:
        zone = zone_at(each.visit.site, facts)
        days = soak_days_of(one.install.patch, facts)
        if one.install.stage == PILOT:
            continue
        if each.starts_on(zone) < soaked_on(last, days, zone) or each.span.start < last.span.end:
            words = (
                f"{in_words(one.task)} gets {one.install.patch.patch} at {clock(each.span.start, zone)}; its pilot on "
                f"{last.task.asset_tag} ends at {clock(last.span.end, zone)} and soaks for {days} days."
            )
            yield RULE.broken(each.visit.visit_id, words, each.span.start)


def _before_its_turn(done: Sequence[tuple[Installing, Done]], facts: Facts) -> Iterator[Violation]:
    """Of what is in time, no wave begins before the waves before it have ended."""
    waves: dict[int, list[tuple[Installing, Done]]] = {}
    for one, each in done:
        if one.install.stage != PILOT and not each.is_straggler(zone_at(each.visit.site, facts)):
            waves.setdefault(one.install.stage, []).append((one, each))
    last: Done | None = None
    for number in sorted(waves):
        for one, each in waves[number] if last is not None else ():
            if last is not None and each.span.start < last.span.end:
                zone = zone_at(each.visit.site, facts)
                words = (
                    f"{in_words(one.task)} gets {one.install.patch.patch} in wave {number} at "
                    f"{clock(each.span.start, zone)}, before the wave before it ends on {last.task.asset_tag} at "
                    f"{clock(last.span.end, zone)}."
                )
                yield RULE.broken(each.visit.visit_id, words, each.span.start)
        ends = [each for _, each in waves[number]]
        last = max([*ends, *([last] if last is not None else [])], key=lambda one: one.span.end)


def examples() -> Iterator[Example]:
    facts = facts_of()
    patch = a_patch("P-2.0", soak_days=7)
    work = a_procedure("patching", kind=ProcedureKind.PATCH)
    tasks = [
        replace(an_obligation(f"A-{number}", work, last_day="2027-02-10"), install=Install(patch, stage=number))
        for number in range(3)
    ]

    def planned(*starts: str) -> Plan:
        visits = [
            a_visit(f"A-{number}", start, tasks=[f"A-{number} patching"])
            for number, start in enumerate(starts)
            if start
        ]
        return a_plan(*visits, obligations=tasks)

    yield kept(
        "the first wave begins on the day on which the pilot has soaked, the second as the first ends",
        planned("2027-01-11 15:00", "2027-01-18 08:00", "2027-01-18 09:00"),
        facts,
    )
    yield broken(
        "the first wave begins a day before that",
        planned("2027-01-11 15:00", "2027-01-17 08:00"),
        facts,
        because="A-1 patching gets P-2.0 at 2027-01-17 08:00; its pilot on A-0 ends at 2027-01-11 16:00 "
        "and soaks for 7 days.",
    )
    yield broken(
        "the second wave begins a minute before the first has ended",
        planned("2027-01-11 15:00", "2027-01-18 08:00", "2027-01-18 08:59"),
        facts,
        because="A-2 patching gets P-2.0 in wave 2 at 2027-01-18 08:59, before the wave before it ends on A-1 at "
        "2027-01-18 09:00.",
    )
    yield broken(
        "a wave is planned without the pilot",
        planned("", "2027-01-18 08:00"),
        facts,
        because="A-1 patching gets P-2.0 in wave 1, but of its pilot 1 have no place: A-0.",
    )
    yield kept("the pilot alone is planned", planned("2027-01-11 15:00"), facts)
    yield kept(
        "one of the first wave that begins the day after its window holds nobody up",
        planned("2027-01-11 15:00", "2027-02-11 08:00", "2027-01-18 08:00"),
        facts,
    )
    yield broken(
        "one of the first wave on the last day of its window does",
        planned("2027-01-11 15:00", "2027-02-10 08:00", "2027-01-18 08:00"),
        facts,
        because="A-2 patching gets P-2.0 in wave 2 at 2027-01-18 08:00, before the wave before it ends on A-1 at "
        "2027-02-10 09:00.",
    )
