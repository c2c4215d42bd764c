"""The second and third law without an engine: sentences and checks agree, and so do prices and charges.

Sentences are taken at their word by `naive_engine`; the checks look at the same visits on real dates.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constraints import catalogue
from constraints.example import a_plan, at
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import InstrumentId, VisitId
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import Leg, Plan, TaskOutcome, Visit
from scheduler.domain.work import LegDraft, OutKind, VisitDraft
from scheduler.obligations import draft_visit
from tests.constraints.naive_engine import NaiveEngine, Timed
from tests.small_hospitals import WEEK, SmallHospital, small_hospitals

LAW = settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
_THROWS = 30
_RULES_A_HOSPITAL = 5
KEYS = [
    rule.RULE.key
    for rule in catalogue.hard_rules()
    if any(word.startswith(("admits", "uses")) and hasattr(rule, word) for word in catalogue.SENTENCES)
]


def test_sentences_accept_exactly_what_the_checks_accept() -> None:
    verdicts: Counter[bool] = Counter()

    @LAW
    @given(small_hospitals(), st.integers(0, 1_000_000))
    def law(hospital: SmallHospital, seed: int) -> None:
        dice = Random(seed)
        for key in dice.sample(KEYS, k=_RULES_A_HOSPITAL):
            timed = _some_visits(hospital, key, dice)
            found = sorted({one.rule for one in catalogue.violations(_plan(timed, hospital), hospital.facts)})
            left = [draft for task in _left(timed, hospital) if (draft := draft_visit([task], hospital.facts))]
            verdicts[bool(timed and not found)] += 1
            assert NaiveEngine().accepts(timed, left, hospital.facts) == (not found), found

    law()

    assert min(verdicts[True], verdicts[False]) >= 20, verdicts


def test_prices_add_up_to_the_ledger() -> None:
    terms: Counter[str] = Counter()

    @settings(LAW, max_examples=300)
    @given(small_hospitals(), st.integers(0, 1_000_000))
    def law(hospital: SmallHospital, seed: int) -> None:
        timed = [one for one in _some_visits(hospital, "week-share", Random(seed)) if _is_on_shift(one, hospital.facts)]
        charges = catalogue.ledger(_plan(timed, hospital), hospital.facts)
        terms.update(charge.term for charge in charges)
        assert NaiveEngine().price(timed, _left(timed, hospital), hospital.facts) == sum(
            charge.points for charge in charges
        )

    law()

    assert set(terms) == set(catalogue.objective(()))


def _left(timed: Sequence[Timed], hospital: SmallHospital) -> list[Obligation]:
    return [task for task in hospital.tasks if not any(task in one.draft.tasks for one in timed)]


def _is_on_shift(one: Timed, facts: Facts) -> bool:
    """Whether every leg belongs to a day of everybody's."""
    return all(
        facts.shift_of(person, leg.span.start, profile.site) for profile, leg in one.legs for person in leg.technicians
    )


def _some_visits(hospital: SmallHospital, key: str, dice: Random) -> list[Timed]:
    """Up to three visits that break no rule but perhaps that one: thrown at people and times until it is so."""
    engine = NaiveEngine(ignoring=key)
    timed: list[Timed] = []
    for number in range(3):
        for _ in range(_THROWS):
            draft = _draft(_left(timed, hospital), hospital.facts, dice)
            if draft is None:
                continue
            thrown = Timed(draft, _visit(f"V-{number}", draft, [one.visit for one in timed], hospital.facts, dice))
            if engine.accepts([*timed, thrown], [], hospital.facts):
                timed.append(thrown)
                break
    return timed


def _draft(left: Sequence[Obligation], facts: Facts, dice: Random) -> VisitDraft | None:
    """One or two tasks of a device."""
    if not left:
        return None
    first = dice.choice(left)
    same = [task for task in left if task != first and facts.main_of(task.asset_tag) == facts.main_of(first.asset_tag)]
    tasks = [first, dice.choice(same)] if same and dice.random() < 0.3 else [first]
    draft = draft_visit(tasks, facts)
    return None if draft is None else replace(draft, splittable=False)


def _visit(name: str, draft: VisitDraft, others: Sequence[Visit], facts: Facts, dice: Random) -> Visit:
    hours = ("08:00", "08:30", "08:30", "09:00", "20:00")
    begins = [at(f"2027-01-{day} {hour}") for day in (12, 13, 14) for hour in hours]
    if others:
        near = dice.choice(others)
        begins = [near.span.start, *(near.span.end + timedelta(minutes=one) for one in (-1, 0, 9, 10, 29, 30))]
    start = dice.choice(begins)
    legs = []
    end = start
    for said in draft.legs:
        legs.append(_leg(said, end, facts, dice))
        end = legs[-1].span.end
    out = None
    if draft.out is OutKind.WHILE_THERE:
        out = Span(start, end)
    elif draft.out is OutKind.BENCH:
        before = timedelta(minutes=dice.choice((0, 60)))
        out = Span(start - before, max(end, start - before + timedelta(minutes=draft.out_minutes)))
    return Visit(VisitId(name), draft.asset_tag, draft.site, draft.department, tuple(legs), out, "")


def _leg(said: LegDraft, start: datetime, facts: Facts, dice: Random) -> Leg:
    profile = said.profile
    own = [person.technician for person in facts.technicians(profile.performer)]
    people = sorted(dice.sample(own, k=min(len(own), dice.choice((profile.crew, profile.crew, 1)))))
    brought: list[InstrumentId] = []
    for group in profile.instruments:
        known = [one.instrument for name in group for one in facts.instruments_of(name)]
        brought.append(dice.choice(known))
    span = Span(start, start + timedelta(minutes=said.minutes))
    return Leg(span, profile.where, profile.performer, tuple(people), tuple(dict.fromkeys(brought)), said.task_ids)


def _plan(timed: Sequence[Timed], hospital: SmallHospital) -> Plan:
    """The plan of these visits; a lock that is not kept is said to be impossible."""
    placed = {task for one in timed for task in one.visit.task_ids}
    left = [task.task_id for task in hospital.tasks if task.task_id not in placed]
    outcomes = [TaskOutcome(task, TaskStatus.UNPLACED, reason_code=ReasonCode.LOCKED_OUT) for task in left]
    return a_plan(
        *(one.visit for one in timed), obligations=hospital.tasks, outcomes=outcomes, today="2026-12-01", horizon=WEEK
    )
