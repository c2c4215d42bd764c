"""Every fault that is planted in a legal quarter is found, under the key of the rule that it breaks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints import catalogue
from constraints.example import (
    a_certificate,
    a_coverage_row,
    a_history_row,
    a_lock,
    a_shift,
    a_technician,
    an_absence,
    an_instrument,
    at,
    day,
    days,
)
from scheduler.domain.calendar import Span
from scheduler.domain.ids import AssetTag, InstrumentId, PerformerId, RoundId, TaskId, TechnicianId, VisitId
from scheduler.domain.obligation import DueBasis, ReasonCode, Settled, TaskStatus
from scheduler.domain.plan import Plan
from scheduler.domain.policy import Policies, RiskClass, RiskPolicy
from scheduler.domain.programme import Programme
from scheduler.domain.record import Outcome
from scheduler.verify import verify
from tests.verify.legal_quarter import the_facts, the_plan, the_programme, visit_of
from tests.verify.planting import (
    Fault,
    again,
    both,
    doctored,
    found_in,
    in_turn,
    leg_of,
    moved,
    outcome_with,
    planned,
    task_of,
    task_with,
    told,
    visit_with,
    with_task,
    without,
    without_task,
)


def _with_dee(programme: Programme) -> Programme:
    """A second person for imaging, so that two CTs can be out at once."""
    dee = a_technician("Dee")
    return replace(
        programme,
        technicians={**programme.technicians, dee.technician: dee},
        certificates=(*programme.certificates, a_certificate("Dee", "imaging")),
        shifts=(*programme.shifts, a_shift("Dee", start="12:00", end="20:00")),
    )


def _pilot_in_a_wave(plan: Plan) -> Plan:
    install = task_of(plan, "MO-1", "patching").install
    assert install is not None
    return task_with("MO-1", "patching", install=replace(install, stage=1))(plan)


def _rolled_back(programme: Programme) -> Programme:
    row = a_history_row("2026-11-02", "MO-1", "patching", outcome=Outcome.ROLLED_BACK)
    return replace(programme, history=(*programme.history, row))


def _expired(programme: Programme) -> Programme:
    kept = tuple(row for row in programme.certificates if row.skill != "imaging")
    return replace(programme, certificates=(*kept, a_certificate("Bob", "imaging", valid_until="2027-02-10")))


def _calibrated_until(until: str) -> object:
    one = an_instrument("Analyser-1", "analyser", calibrated_until=until)
    return lambda programme: replace(programme, instruments={one.instrument: one})


def _ann_works_at_most(hours: float) -> object:
    ann = a_technician("Ann", sites=["South"], max_hours_week=hours)
    return lambda programme: replace(programme, technicians={**programme.technicians, ann.technician: ann})


def _hard(programme: Programme) -> Programme:
    hard = Policies(other=RiskPolicy(hard_window=True))
    return replace(programme, policies=hard)


def _physics_needs_a_day_more(programme: Programme) -> Programme:
    physics = PerformerId("Physics")
    later = replace(programme.performers[physics], notice_days=78)
    return replace(programme, performers={**programme.performers, physics: later})


def _others_come_for_ct(programme: Programme) -> Programme:
    return replace(programme, coverage=(a_coverage_row("Altamont", asset_tag="CT-1", first_day="2027-02-09"),))


def _no_limit_of_visits(programme: Programme) -> Programme:
    departments = {
        name: replace(department, max_parallel_visits=None) for name, department in programme.departments.items()
    }
    return replace(programme, departments=departments)


def _steriliser_twice(plan: Plan) -> Plan:
    """Place the nested service too, a minute before the wider one ends."""
    nested = task_of(plan, "S-1").task_id
    visit = visit_of(again("S-1", "2027-02-16 11:59")(plan), "S-1", 1)
    leg = replace(
        visit.legs[0],
        span=Span(visit.span.start, visit.span.start + timedelta(minutes=120)),
        task_ids=(nested,),
        technicians=(TechnicianId("Cyd"),),
    )
    twin = replace(visit, legs=(leg,), out=leg.span)
    outcome = replace(plan.outcomes[nested], status=TaskStatus.PLACED, visit_id=twin.visit_id)
    return replace(plan, visits=(*plan.visits, twin), outcomes={**plan.outcomes, nested: outcome})


def _evaluation_first(plan: Plan) -> Plan:
    visit = visit_of(plan, "M-1")
    service, evaluation = visit.legs
    swapped = (replace(evaluation, span=service.span), replace(service, span=evaluation.span))
    return visit_with("M-1", legs=swapped)(plan)


_NOBODY = "It needs scales at North: 0 of 3 people of in_house hold it, 0 of them serve North."


def _evaluation_left_out(plan: Plan) -> Plan:
    visit = visit_of(plan, "M-1")
    shorter = visit_with("M-1", legs=visit.legs[:1], out=visit.legs[0].span)(plan)
    unplaced = {"status": TaskStatus.UNPLACED, "visit_id": None, "reason_code": ReasonCode.NOTICE, "reason": "77 days"}
    return outcome_with("M-1", "evaluation", **unplaced)(shorter)


def _late(plan: Plan) -> Plan:
    """Move a pump to the day after its window."""
    return moved("P-1", "2027-03-18 09:00")(plan)


def _first_check_left_out(plan: Plan) -> Plan:
    spoilt = without("X-1")(plan)
    return replace(spoilt, visits=tuple(spoilt.visits))


def _another(task_id: str) -> object:
    return with_task(lambda plan: replace(task_of(plan, "K-1"), task_id=TaskId(task_id)))


def _points(term: str, more: int) -> object:
    return lambda plan: replace(plan, objective={**plan.objective, term: plan.objective[term] + more})


def _shares(name: str, **more: int) -> object:
    def change(plan: Plan) -> Plan:
        said = plan.shares[name]
        other = replace(said, **{figure: getattr(said, figure) + number for figure, number in more.items()})
        return replace(plan, shares={**plan.shares, name: other})

    return change


def _settled(status: TaskStatus, code: ReasonCode | None = None) -> Settled:
    return Settled(status, code, "said so")


_ONE_LESS = Span(at("2027-02-10 10:30"), at("2027-02-11 10:29"))
_BOB, _TWO = (TechnicianId("Bob"),), (TechnicianId("Altamont#2"),)

FAULTS: dict[str, tuple[Fault, set[str]]] = {
    # When
    "a visit the day before its window": (planned(moved("P-1", "2027-01-15 09:00")), {"window"}),
    "an order's visit before its earliest day": (planned(moved("H-1", "2027-01-01 09:00")), {"window"}),
    "a late visit where late is forbidden": (
        both(_hard, in_turn(_late, outcome_with("P-1", lateness_days=1))),
        {"window"},
    ),
    "a visit a minute out of its downtime window": (planned(moved("CT-1", "2027-02-09 17:59")), {"downtime-window"}),
    "a bench asset returned in closed time": (
        planned(visit_with("V-2", out=Span(at("2027-02-12 09:00"), at("2027-02-14 00:00")))),
        {"downtime-window"},
    ),
    "two visits of one asset that overlap by a minute": (
        planned(_steriliser_twice),
        {"one-visit-at-a-time"},
    ),
    "the second of a series too soon after the first": (
        planned(in_turn(moved("X-1", "2027-01-29 14:00"), moved("X-1", "2027-02-08 14:00", number=1))),
        {"occurrences"},
    ),
    "the second of a series placed without the first": (planned(_first_check_left_out), {"occurrences", "reasons"}),
    "a follow-up before its parent": (planned(_evaluation_first), {"follow-up"}),
    "a parent without its follow-up": (planned(_evaluation_left_out), {"follow-up", "reasons"}),
    "a locked visit moved by a minute": (planned(moved("P-3", "2027-02-10 08:59")), {"locks"}),
    "a locked visit by somebody else": (planned(moved("P-3", "2027-02-10 09:00", people=["Cyd"])), {"locks"}),
    # What is out
    "two of a fleet out together for a minute": (
        both(_no_limit_of_visits, moved("P-2", "2027-02-08 09:59", people=["Cyd"])),
        {"fleet-limit"},
    ),
    "two CTs of different makes out together for a minute": (
        both(_with_dee, moved("CT-2", "2027-02-09 18:00", people=["Dee"])),
        {"cover", "reasons"},
    ),
    "two ventilators at the bench together for a minute": (planned(moved("V-2", "2027-02-11 10:29")), {"cover"}),
    "two visits in a department for one": (
        planned(moved("H-2", "2027-02-08 09:30", people=["Cyd"])),
        {"parallel-visits"},
    ),
    "another pump taken while an order holds one": (planned(moved("H-2", "2027-01-29 09:00")), {"holds-asset"}),
    "an asset away a minute too short": (planned(visit_with("V-1", out=_ONE_LESS)), {"bench-time"}),
    "work on an asset that is not counted as out": (planned(visit_with("P-1", out=None)), {"out-of-service"}),
    "visits of one person in two departments called a round": (
        planned(in_turn(visit_with("P-1", round_id=RoundId("R-1")), visit_with("V-1", round_id=RoundId("R-1")))),
        {"rounds"},
    ),
    # Who
    "an overlap of a minute with travel": (
        planned(in_turn(moved("V-1", "2027-02-10 10:29"))),
        {"one-place"},
    ),
    "a leg a minute before the shift": (planned(moved("P-1", "2027-02-08 07:59")), {"shift"}),
    "a leg that begins before a training ends": (
        told(lambda one: replace(one, absences=(an_absence("2027-02-08 08:00", "2027-02-08 09:01"),))),
        {"shift"},
    ),
    "more than the share of a day": (
        told(
            lambda one: replace(
                one, absences=(an_absence("2027-02-10 00:00", "2027-02-11 00:00", available_share=0.4),)
            )
        ),
        {"day-share"},
    ),
    "more than the hours of a week": (told(_ann_works_at_most(3)), {"week-share"}),
    "a certificate that expired the day before": (told(_expired), {"skill"}),
    "somebody without the skill": (planned(moved("P-1", "2027-02-08 12:30", people=["Bob"])), {"skill"}),
    "a performer whom the contract replaced that day": (told(_others_come_for_ct), {"performer"}),
    "outside people on a day they do not come": (
        planned(moved("M-1", "2027-02-17 18:00")),
        {"performer", "shift", "day-share"},
    ),
    "a notice a day too short": (told(_physics_needs_a_day_more), {"notice"}),
    "a crew one short": (planned(leg_of("L-1", technicians=_BOB)), {"crew", "skill"}),
    "a crew one too many": (planned(leg_of("P-1", technicians=(TechnicianId("Ann"), TechnicianId("Cyd")))), {"crew"}),
    "a split visit with other people": (planned(leg_of("N-1", 1, technicians=_TWO)), {"legs"}),
    "a leg a minute too short": (
        planned(
            in_turn(
                leg_of("P-1", span=Span(at("2027-02-08 09:00"), at("2027-02-08 09:59"))),
                visit_with("P-1", out=Span(at("2027-02-08 09:00"), at("2027-02-08 09:59"))),
            )
        ),
        {"legs"},
    ),
    "an instrument out of calibration on the last day": (told(_calibrated_until("2027-02-11")), {"instrument"}),
    "no instrument": (planned(leg_of("V-1", instruments=())), {"instrument"}),
    # What became of it
    "a task placed twice": (planned(again("P-1", "2027-02-15 09:00")), {"statuses"}),
    "a visit that is no longer there": (
        planned(lambda plan: replace(plan, visits=tuple(one for one in plan.visits if one.asset_tag != "P-1"))),
        {"statuses"},
    ),
    "not due inside the horizon": (
        planned(outcome_with("K-1", status=TaskStatus.NOT_DUE, reason_code=None)),
        {"statuses"},
    ),
    "done with other work outside its window": (planned(moved("S-1", "2027-03-08 09:00")), {"nesting", "outcomes"}),
    "done with a visit that includes nothing of it": (
        planned(outcome_with("S-1", visit_id=VisitId("V P-1"))),
        {"nesting", "outcomes"},
    ),
    "a late visit that is not shown as late": (planned(_late), {"outcomes"}),
    "a late visit that is not escalated": (
        both(
            lambda one: replace(one, policies=Policies(other=RiskPolicy(late_allowed_days=0))),
            in_turn(_late, outcome_with("P-1", lateness_days=1)),
        ),
        {"outcomes"},
    ),
    "a number of a reason raised by one": (
        planned(outcome_with("K-1", reason=_NOBODY.replace("0 of 3", "1 of 3"))),
        {"reasons"},
    ),
    "a reason in words that nobody can check": (planned(outcome_with("K-1", reason="No time.")), {"reasons"}),
    "a task left out without a reason": (planned(outcome_with("K-1", reason_code=None)), {"outcomes"}),
    # What is owed
    "a missing obligation": (planned(without_task("K-1")), {"coverage"}),
    "a missing occurrence of a series": (planned(without_task("P-4")), {"coverage"}),
    "an obligation that nobody owes": (
        planned(with_task(lambda plan: replace(task_of(plan, "K-1"), basis=DueBasis.ORDER, task_id=TaskId("W")))),
        {"coverage"},
    ),
    "an obligation listed twice": (planned(_another("K-1 again")), {"coverage"}),
    "a due date a day late": (planned(task_with("K-1", due=date(2027, 2, 16))), {"due-dates"}),
    "a window a day too long": (planned(task_with("K-1", window=days("2027-01-16", "2027-03-18"))), {"due-dates"}),
    "a window a day too early": (planned(task_with("P-2", window=days("2027-01-15", "2027-03-17"))), {"due-dates"}),
    "another basis": (planned(task_with("P-2", basis=DueBasis.IN_SERVICE)), {"due-dates"}),
    "another risk class": (planned(task_with("V-1", risk_class=RiskClass.OTHER)), {"due-dates"}),
    "a shorter procedure than the table's": (
        planned(task_with("K-1", procedure=replace(the_programme().procedures[11], minutes=50))),
        {"due-dates"},
    ),
    "a series without its former": (planned(task_with("X-1", "check", 2, previous=None)), {"due-dates"}),
    "work that was done since": (
        told(lambda one: replace(one, history=(*one.history, a_history_row("2026-12-01", "K-1")))),
        {"coverage"},
    ),
    "a missing asset called a shortage": (
        planned(outcome_with("P-9", reason_code=ReasonCode.CAPACITY)),
        {"standing"},
    ),
    "work called deferred that nobody deferred": (
        planned(
            in_turn(
                task_with("K-1", settled=_settled(TaskStatus.DEFERRED)),
                outcome_with("K-1", status=TaskStatus.DEFERRED, reason_code=None),
            )
        ),
        {"standing", "shares"},
    ),
    "a lock that the plan does not know": (
        told(lambda one: replace(one, locks=(*one.locks, a_lock("2027-02-08 12:00", "P-1")))),
        {"locks"},
    ),
    # What it says of itself
    "a doctored objective": (doctored(_points("early", -1)), {"objective"}),
    "a term that no rule has": (
        doctored(lambda plan: replace(plan, objective={**plan.objective, "favours": 5})),
        {"objective"},
    ),
    "a doctored price of placing nothing": (
        doctored(lambda plan: replace(plan, price_of_nothing=plan.price_of_nothing + 1)),
        {"objective"},
    ),
    "a bound above the plan": (doctored(lambda plan: replace(plan, bound=plan.total + 1)), {"bound"}),
    "a bound that nothing proves": (doctored(lambda plan: replace(plan, bound=plan.total)), {"bound"}),
    "a wrong share": (doctored(_shares("all", placed=1)), {"shares"}),
    "a smaller denominator": (doctored(_shares("high_risk", counted=-1, largest=-1)), {"shares"}),
    "fewer minutes": (doctored(_shares("other", minutes_counted=-60)), {"shares"}),
    "a largest share below the one placed": (doctored(_shares("all", largest=-2)), {"shares"}),
    # Roll-outs
    "a wave on the last day of the soak": (planned(moved("MO-2", "2027-01-15 09:00")), {"rollout-order"}),
    "a monitor before its server": (planned(moved("SV-1", "2027-01-11 13:00")), {"system-order"}),
    "both of an acuity at once": (
        planned(moved("MO-4", "2027-01-18 10:00", people=["Ann"])),
        {"acuity-units"},
    ),
    "no pilot": (planned(_pilot_in_a_wave), {"pilot"}),
    "a release that was rolled back": (told(_rolled_back), {"rollout-stopped", "due-dates", "standing"}),
    # What it speaks of
    "another hospital": (doctored(lambda plan: replace(plan, fingerprint="f" * 64)), {"shape"}),
    "another day": (doctored(lambda plan: replace(plan, today=day("2026-12-02"))), {"shape", "notice"}),
    "a person that nobody knows": (
        doctored(leg_of("P-1", technicians=(TechnicianId("Zoe"),))),
        {"shape", "statuses", "objective"},
    ),
    "an instrument that nobody knows": (
        doctored(leg_of("P-1", instruments=(InstrumentId("Dowsing rod"),))),
        {"shape", "statuses", "objective"},
    ),
    "a visit to the wrong department": (
        doctored(visit_with("P-1", department="ICU")),
        {"shape", "statuses", "objective"},
    ),
    "a visit for a task of another asset": (
        planned(visit_with("P-1", asset_tag=AssetTag("P-2"))),
        {"shape", "fleet-limit"},
    ),
    "two visits of one name": (planned(visit_with("P-1", visit_id=VisitId("V P-2"))), {"shape", "statuses"}),
    "a task without a status": (
        doctored(
            lambda plan: replace(
                plan,
                outcomes={name: one for name, one in plan.outcomes.items() if name != task_of(plan, "K-1").task_id},
            )
        ),
        {"shape", "coverage", "objective", "shares"},
    ),
}


def test_a_legal_quarter_is_verified_in_silence() -> None:
    facts = the_facts()

    verdict = verify(the_plan(facts), facts)

    assert verdict.violations == ()
    assert verdict.verified().plan is verdict.plan


@pytest.mark.parametrize(("fault", "keys"), FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_found_under_its_own_key(fault: Fault, keys: set[str]) -> None:
    assert found_in(fault()) == keys


def test_every_hard_rule_has_a_fault_planted_against_it() -> None:
    planted = {key for _, keys in FAULTS.values() for key in keys}

    assert {rule.RULE.key for rule in catalogue.hard_rules()} <= planted
