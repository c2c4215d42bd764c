"""The builders of examples: what a bare one means, and what they add by themselves."""

from datetime import date

from scheduler.domain.calendar import Spans
from scheduler.domain.equipment import NoPeriod, Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import IN_HOUSE, AssetTag, TaskId, TechnicianId, VisitId
from scheduler.domain.obligation import ReasonCode, Settled, TaskStatus
from scheduler.domain.plan import TaskOutcome
from scheduler.domain.work import OutKind
from tests.builders import (
    A_MORNING,
    a_certificate,
    a_draft,
    a_leg,
    a_plan,
    a_procedure,
    a_programme,
    a_technician,
    a_visit,
    an_asset,
    an_obligation,
    at,
    facts_of,
    from_to,
    task_id,
)


def test_the_bare_hospital_can_do_its_bare_visit() -> None:
    facts, visit = facts_of(), a_visit()

    assert facts.open_periods(visit.asset_tag).covering(visit.span)
    assert facts.presence(TechnicianId("Ann")).covering(visit.span)
    assert facts.procedures_of(visit.asset_tag) == (an_obligation().procedure,)
    assert an_obligation().window.holds(facts.local_day(visit.span.start, visit.site))


def test_what_rows_refer_to_is_added() -> None:
    programme = a_programme(
        assets=[an_asset("X", make="GE", model="MR", site="South", department="Imaging")],
        procedures=[a_procedure(modality="MR", performer="GE")],
        technicians=[a_technician("Bo", performer="Philips", home_site="East", sites=["West"])],
        certificates=[a_certificate("Bo")],
    )

    assert list(programme.sites) == ["South", "East", "West"]
    assert programme.departments[programme.assets[AssetTag("X")].department].site == "South"
    assert list(programme.models) == [("GE", "MR")]
    assert list(programme.modalities) == ["Pump", "MR"]
    assert list(programme.performers) == [IN_HOUSE, "GE", "Philips"]
    assert [shift.site for shift in programme.shifts] == ["East"]
    assert len(programme.certificates) == 1


def test_an_empty_hospital_stays_empty() -> None:
    programme = a_programme(assets=[], procedures=[], technicians=[], downtime=[])

    assert (programme.sites, programme.assets, programme.technicians, programme.shifts) == ({}, {}, {}, ())
    assert isinstance(facts_of(programme), Facts)


def test_moments_are_read_by_the_clock_of_madrid() -> None:
    assert at(A_MORNING).isoformat() == "2027-01-11T08:00:00+00:00"
    assert at("2027-07-01 09:00").isoformat() == "2027-07-01T07:00:00+00:00"


def test_a_visit_takes_its_asset_out_as_its_work_does() -> None:
    hour = from_to("2027-01-11 09:00", "2027-01-11 10:00")

    assert a_visit().out == hour
    assert a_visit(serves_on=True).out is None
    assert a_visit(where=Where.UNOBTRUSIVE).out is None
    assert a_visit(where=Where.BENCH).out == from_to("2027-01-11 09:00", "2027-01-12 09:00")
    assert a_visit(out=("2027-01-11 07:00", "2027-01-13 07:00")).out == from_to("2027-01-11 07:00", "2027-01-13 07:00")


def test_a_visit_of_several_legs_spans_them() -> None:
    legs = [a_leg("2027-01-11 09:00", 30), a_leg("2027-01-11 09:30", 45, ["Bo"])]

    assert a_visit(legs=legs).span == from_to("2027-01-11 09:00", "2027-01-11 10:15")


def test_a_plan_places_what_its_visits_do_and_nothing_else() -> None:
    settled = an_obligation("A-3", settled=Settled(TaskStatus.WAITING, ReasonCode.NOT_VALIDATED, "waits 40 days"))
    plan = a_plan(a_visit(), obligations=[an_obligation(), an_obligation("A-2"), settled])

    assert plan.outcomes == {
        "A-1 PM": TaskOutcome(task_id(), TaskStatus.PLACED, VisitId("V A-1")),
        "A-2 PM": TaskOutcome(task_id("A-2"), TaskStatus.UNPLACED),
        "A-3 PM": TaskOutcome(task_id("A-3"), TaskStatus.WAITING, None, 0, ReasonCode.NOT_VALIDATED, "waits 40 days"),
    }


def test_a_plan_owes_the_tasks_of_its_visits_unless_told() -> None:
    plan = a_plan(a_visit(), a_visit("A-2", tasks=["other"]))

    assert [one.task_id for one in plan.obligations] == ["A-1 PM", "other"]
    assert plan.obligations[1].asset_tag == "A-2"


def test_an_outcome_that_is_given_replaces_the_derived_one() -> None:
    late = TaskOutcome(task_id(), TaskStatus.PLACED, VisitId("V A-1"), lateness_days=3)

    assert a_plan(a_visit(), outcomes=[late]).outcomes == {task_id(): late}


def test_a_draft_is_one_leg_for_all_its_tasks() -> None:
    safety = an_obligation(procedure=a_procedure("Safety", minutes=15, crew=2, skill="electrical"))
    draft = a_draft(an_obligation(), safety, taken_out=["A-2", "A-1"])

    assert [(leg.minutes, leg.task_ids) for leg in draft.legs] == [(75, (TaskId("A-1 PM"), TaskId("A-1 Safety")))]
    assert (draft.legs[0].profile.crew, draft.legs[0].profile.skills) == (2, (("electrical", 2),))
    assert (draft.out, draft.taken_out) == (OutKind.WHILE_THERE, ("A-1", "A-2"))


def test_a_draft_of_bench_work_is_out_for_its_hours() -> None:
    draft = a_draft(an_obligation(procedure=a_procedure(where=Where.BENCH, out_hours=36.5)))

    assert (draft.out, draft.out_minutes) == (OutKind.BENCH, 2190)


def test_work_without_a_period_owes_without_one() -> None:
    assert an_obligation(procedure=a_procedure(every=NoPeriod.ON_EVENT)).every is None
    assert an_obligation(due="2027-03-01").due == date(2027, 3, 1)
    assert Spans() == facts_of(a_programme(downtime=[])).open_periods(AssetTag("A-1"))
