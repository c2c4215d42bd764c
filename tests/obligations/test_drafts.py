"""Visits to be made."""

import pytest

from constraints.example import (
    a_coverage_row,
    a_performer,
    a_procedure,
    a_programme,
    an_asset,
    an_obligation,
    an_open_row,
    facts_of,
)
from scheduler.domain.equipment import NoPeriod, Procedure, Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import PerformerKind
from scheduler.domain.work import OutKind, VisitDraft
from scheduler.obligations import candidate_groups, draft_visit

PERFORMERS = [
    a_performer("Acme Service"),
    a_performer("Kelvin", kind=PerformerKind.PHYSICIST),
    a_performer("Third", kind=PerformerKind.SERVICE_PROVIDER),
]


def facts_with(*procedures: Procedure, **tables: object) -> Facts:
    return facts_of(a_programme(procedures=procedures, **({"performers": PERFORMERS} | tables)))


def draft_of(*procedures: Procedure, **tables: object) -> VisitDraft | None:
    tasks = [an_obligation(procedure=row) for row in procedures]
    return draft_visit(tasks, facts_with(*procedures, **tables))


def drafted(*procedures: Procedure, **tables: object) -> VisitDraft:
    found = draft_of(*procedures, **tables)
    assert found is not None
    return found


def test_tasks_of_one_performer_are_one_leg_that_lasts_their_sum() -> None:
    draft = drafted(a_procedure("CAL", minutes=40), a_procedure("PM", minutes=60))

    assert [(leg.minutes, leg.task_ids) for leg in draft.legs] == [(100, ("A-1 CAL", "A-1 PM"))]
    assert (draft.out, draft.taken_out, draft.out_minutes) == (OutKind.WHILE_THERE, ("A-1",), 0)


def test_a_task_that_another_one_of_the_visit_includes_adds_no_minutes() -> None:
    clean, test = a_procedure("CLEAN", minutes=15), a_procedure("TEST", minutes=20, includes=["CLEAN"])
    annual = a_procedure("ANNUAL", minutes=60, includes=["TEST"])

    assert drafted(clean, test, annual).minutes == 60
    assert drafted(clean, test).minutes == 20


def test_an_included_task_of_another_performer_would_be_a_leg_without_minutes() -> None:
    assert draft_of(a_procedure(includes=["QA"]), a_procedure("QA", performer="Kelvin")) is None


def test_a_task_is_not_included_by_work_on_another_asset() -> None:
    pm, test = a_procedure("PM", includes=["TEST"]), a_procedure("TEST", minutes=20)
    facts = facts_with(pm, test, assets=[an_asset("A-1"), an_asset("A-2", serviced_with="A-1")])

    draft = draft_visit([an_obligation("A-1", pm), an_obligation("A-2", test)], facts)

    assert draft
    assert draft.minutes == 80


def test_legs_come_in_turn_the_house_then_others_then_a_physicist() -> None:
    rows = [
        a_procedure("A", performer="Kelvin"),
        a_procedure("B", performer="Acme Service"),
        a_procedure("C", performer="Third"),
        a_procedure("D"),
    ]

    assert [leg.profile.performer for leg in drafted(*rows).legs] == ["in_house", "Third", "Acme Service", "Kelvin"]


def test_a_follow_up_is_a_later_leg_than_its_parent_even_out_of_turn() -> None:
    pm, qa = a_procedure(performer="Acme Service", follow_up="QA"), a_procedure("QA", every=NoPeriod.ON_EVENT)
    tasks = [an_obligation(procedure=pm), an_obligation(procedure=qa, parent="A-1 PM")]

    draft = draft_visit(tasks, facts_with(pm, qa))

    assert draft
    assert [leg.task_ids for leg in draft.legs] == [("A-1 PM",), ("A-1 QA",)]


def test_a_follow_up_by_the_performer_of_its_parent_needs_a_visit_of_its_own() -> None:
    pm, qa = a_procedure(follow_up="QA"), a_procedure("QA", every=NoPeriod.ON_EVENT)
    tasks = [an_obligation(procedure=pm), an_obligation(procedure=qa, parent="A-1 PM")]

    assert draft_visit(tasks, facts_with(pm, qa)) is None


def test_a_circle_of_legs_is_no_visit() -> None:
    """The vendor's release follows our work, and our own check follows the vendor's."""
    ours, theirs = a_procedure("A", follow_up="B"), a_procedure("B", performer="Acme Service")
    other, check = a_procedure("C", performer="Acme Service", follow_up="D"), a_procedure("D")
    tasks = [
        an_obligation(procedure=ours),
        an_obligation(procedure=theirs, parent="A-1 A"),
        an_obligation(procedure=other),
        an_obligation(procedure=check, parent="A-1 C"),
    ]

    assert draft_visit(tasks, facts_with(ours, theirs, other, check)) is None


def test_the_performer_is_the_one_in_force_on_the_due_date() -> None:
    pm = a_procedure()
    facts = facts_with(pm, coverage=[a_coverage_row("Acme Service", first_day="2027-02-16")])

    before, after = an_obligation(procedure=pm, due="2027-02-15"), an_obligation(procedure=pm, due="2027-02-16")

    drafts = [draft_visit([task], facts) for task in (before, after)]
    assert [draft and draft.legs[0].profile.performer for draft in drafts] == ["in_house", "Acme Service"]


def test_a_crew_is_the_largest_asked_for_and_each_skill_keeps_its_own_number() -> None:
    draft = drafted(a_procedure("A", crew=2, skill="imaging"), a_procedure("B", crew=1, skill="network"))

    assert draft.legs[0].profile.crew == 2
    assert draft.legs[0].profile.skills == (("imaging", 2), ("network", 1))


def test_all_instruments_are_asked_for_and_a_narrower_choice_wins() -> None:
    draft = drafted(
        a_procedure("A", instruments=[["esa", "esa-2"], ["flow"]]), a_procedure("B", instruments=[["esa"], ["flow"]])
    )

    assert draft.legs[0].profile.instruments == (("esa",), ("flow",))


@pytest.mark.parametrize(
    ("first", "second", "where", "out"),
    [
        (Where.IN_PLACE, Where.REMOTE, Where.IN_PLACE, OutKind.WHILE_THERE),
        (Where.IN_PLACE, Where.UNOBTRUSIVE, Where.IN_PLACE, OutKind.WHILE_THERE),
        (Where.REMOTE, Where.UNOBTRUSIVE, Where.UNOBTRUSIVE, OutKind.WHILE_THERE),
        (Where.REMOTE, Where.REMOTE, Where.REMOTE, OutKind.WHILE_THERE),
        (Where.UNOBTRUSIVE, Where.UNOBTRUSIVE, Where.UNOBTRUSIVE, OutKind.NOT),
        (Where.BENCH, Where.BENCH, Where.BENCH, OutKind.BENCH),
    ],
)
def test_where_a_leg_is_and_whether_the_asset_is_out(first: Where, second: Where, where: Where, out: OutKind) -> None:
    draft = drafted(a_procedure("A", where=first), a_procedure("B", where=second))

    assert (draft.legs[0].profile.where, draft.out) == (where, out)


def test_remote_work_that_does_not_interrupt_takes_nothing_out() -> None:
    draft = drafted(a_procedure(where=Where.REMOTE, interrupts=False))

    assert (draft.out, draft.taken_out) == (OutKind.NOT, ())


def test_bench_work_and_work_in_place_never_share_a_visit() -> None:
    assert draft_of(a_procedure("A", where=Where.BENCH), a_procedure("B")) is None


def test_bench_work_has_the_asset_for_the_longest_time_asked_for() -> None:
    draft = drafted(
        a_procedure("A", where=Where.BENCH, out_hours=24), a_procedure("B", where=Where.BENCH, out_hours=48.5)
    )

    assert draft.out_minutes == 2910


def test_a_composite_is_out_as_a_whole_under_its_main_tag() -> None:
    pm = a_procedure()
    assets = [an_asset("CART"), an_asset("GAS", serviced_with="CART"), an_asset("VENT", serviced_with="CART")]

    draft = draft_visit([an_obligation("VENT", pm)], facts_with(pm, assets=assets))

    assert draft
    assert (draft.asset_tag, draft.taken_out) == ("CART", ("CART", "GAS", "VENT"))


def test_parts_of_a_composite_in_different_departments_do_not_share_a_visit() -> None:
    pm = a_procedure()
    assets = [an_asset("CART"), an_asset("VENT", serviced_with="CART", department="OR")]
    tasks = [an_obligation("CART", pm), an_obligation("VENT", pm)]

    assert draft_visit(tasks, facts_with(pm, assets=assets)) is None


def test_two_occurrences_of_a_series_do_not_share_a_visit() -> None:
    pm = a_procedure(every="1 month")
    tasks = [an_obligation(procedure=pm, task="first"), an_obligation(procedure=pm, task="second", previous="first")]

    assert draft_visit(tasks, facts_with(pm)) is None


def test_only_a_visit_of_one_task_can_be_split() -> None:
    long = a_procedure("LONG", minutes=960, splittable=True)

    assert drafted(long).splittable
    assert not drafted(long, a_procedure("PM")).splittable


def test_no_tasks_are_no_visit() -> None:
    assert draft_visit([], facts_with(a_procedure())) is None


def grouped(*tasks: Obligation, **tables: object) -> list[tuple[str, ...]]:
    facts = facts_with(*(task.procedure for task in tasks), **tables)
    return [tuple(group) for group in candidate_groups(tasks, facts)]


def task(name: str, first_day: str, last_day: str, **others: object) -> Obligation:
    return an_obligation(
        procedure=a_procedure(name, **others), due=first_day, first_day=first_day, last_day=last_day, task=name
    )


def test_tasks_whose_windows_meet_on_a_day_may_become_one_visit() -> None:
    pm, cal = task("PM", "2027-01-10", "2027-02-10"), task("CAL", "2027-02-10", "2027-03-10")
    late = task("CAL", "2027-02-11", "2027-03-10")

    assert grouped(pm, cal) == [("CAL", "PM")]
    assert grouped(pm, late) == [("CAL",), ("PM",)]


def test_a_task_between_two_others_may_go_with_either() -> None:
    first, last = task("A", "2027-01-04", "2027-01-20"), task("C", "2027-02-10", "2027-02-20")
    between = task("B", "2027-01-15", "2027-02-15")

    assert grouped(first, between, last) == [("A", "B"), ("B", "C")]


def test_only_open_tasks_are_grouped_and_nothing_gives_no_groups() -> None:
    assert grouped() == []


def test_a_visit_must_fit_into_an_open_period() -> None:
    night = [an_open_row("*", "22:00", "23:40")]
    day_window = ("2027-01-10", "2027-02-10")

    both = (task("A", *day_window, minutes=50), task("B", *day_window, minutes=50))
    too_long = (task("A", *day_window, minutes=50), task("B", *day_window, minutes=51))

    assert grouped(*both, downtime=night) == [("A", "B")]
    assert grouped(*too_long, downtime=night) == [("A",), ("B",)]


def test_bench_work_is_grouped_apart_from_work_in_place() -> None:
    window = ("2027-01-10", "2027-02-10")

    found = grouped(task("A", *window, where=Where.BENCH), task("B", *window), task("C", *window, where=Where.BENCH))

    assert found == [("A", "C"), ("B",)]


def test_splittable_work_is_a_visit_of_its_own() -> None:
    window = ("2027-01-10", "2027-02-10")

    assert grouped(task("A", *window, splittable=True), task("B", *window)) == [("A",), ("B",)]


def test_late_work_goes_with_what_can_be_done_within_two_weeks() -> None:
    overdue = task("A", "2026-10-01", "2026-11-30")

    assert grouped(overdue, task("B", "2027-01-14", "2027-02-14")) == [("A", "B")]
    assert grouped(overdue, task("B", "2027-01-15", "2027-02-14")) == [("A",), ("B",)]


def test_what_is_included_travels_with_what_includes_it() -> None:
    window = ("2027-01-10", "2027-02-10")
    annual = task("ANNUAL", *window, includes=["TEST"], minutes=100)
    test = an_obligation(
        procedure=a_procedure("TEST"), first_day=window[0], last_day=window[1], task="TEST", included_in=["ANNUAL"]
    )

    assert grouped(annual, test, downtime=[an_open_row("*", "22:00", "23:40")]) == [("ANNUAL", "TEST")]


def test_occurrences_of_a_series_are_never_grouped() -> None:
    pm = a_procedure(every="1 month")
    first = an_obligation(procedure=pm, first_day="2027-01-01", last_day="2027-02-10", task="first")
    second = an_obligation(procedure=pm, first_day="2027-02-01", last_day="2027-03-10", task="second", previous="first")

    assert grouped(first, second) == [("first",), ("second",)]
