"""Work that must follow other work, and work inside other work."""

from constraints.example import a_procedure, an_asset
from scheduler.domain.equipment import AssetStatus, NoPeriod
from scheduler.domain.obligation import DueBasis, Obligation
from tests.obligations.small import an_order, done, only, owed_by, statuses, window_of

PM = a_procedure(follow_up="QA")
QA = a_procedure("QA", every=NoPeriod.ON_EVENT, performer="physicist")


def named(obligations: tuple[Obligation, ...], name: str) -> Obligation:
    return only(tuple(one for one in obligations if one.name == name))


def test_a_follow_up_has_the_window_of_its_parent() -> None:
    found = owed_by(procedures=[PM, QA], history=[done("2026-02-14")])
    parent, follow_up = named(found, "PM"), named(found, "QA")

    assert follow_up.parent == parent.task_id
    assert (follow_up.due, follow_up.window) == (parent.due, parent.window)
    assert follow_up.basis is DueBasis.FOLLOW_UP
    assert follow_up.reason == "follows PM due 2027-02-14, before the asset returns to use."
    assert (follow_up.every, follow_up.minus_days) == (None, 0)


def test_each_occurrence_has_a_follow_up_of_its_own() -> None:
    monthly = a_procedure(every="1 month", follow_up="QA")

    found = owed_by(procedures=[monthly, QA], history=[done("2026-12-20")], today="2026-12-31")

    parents = [one.task_id for one in found if one.name == "PM"]
    assert [one.parent for one in found if one.name == "QA"] == parents
    assert len(parents) == 3


def test_an_order_has_a_follow_up_too() -> None:
    found = owed_by(procedures=[PM, QA], orders=[an_order()])

    assert named(found, "QA").parent == named(found, "PM").task_id


def test_what_follows_a_follow_up_follows_it_and_a_circle_ends() -> None:
    rows = [
        a_procedure(follow_up="QA"),
        a_procedure("QA", every=NoPeriod.ON_EVENT, follow_up="SIGN"),
        a_procedure("SIGN", every=NoPeriod.ON_EVENT, follow_up="PM"),
    ]

    found = owed_by(procedures=rows, history=[done("2026-02-14")])

    assert [one.name for one in found] == ["PM", "QA", "SIGN"]
    assert found[2].parent == found[1].task_id


def test_a_follow_up_stands_as_its_parent_does() -> None:
    missing = owed_by(procedures=[PM, QA], assets=[an_asset(status=AssetStatus.MISSING)], history=[done("2026-02-14")])
    assumed = owed_by(procedures=[a_procedure(every="3 months", follow_up="QA"), QA], history=[done("2026-09-05")])

    assert statuses(missing) == ["unplaced", "unplaced"]
    assert named(missing, "QA").settled
    assert statuses(assumed) == ["assumed_done", "open", "assumed_done", "open"]


def test_a_follow_up_of_work_that_is_done_is_done_or_still_holds_the_asset() -> None:
    history = [done("2025-12-15"), done("2026-11-20")]

    both = owed_by(procedures=[PM, QA], history=[*history, done("2026-11-20", "QA")])
    alone = owed_by(procedures=[PM, QA], history=[*history, done("2026-11-19", "QA")])

    assert statuses(both) == ["done", "done"]
    assert statuses(alone) == ["done", "open"]
    assert (named(alone, "QA").parent, named(alone, "QA").holds_asset) == (None, True)


ANNUAL = a_procedure("ANNUAL", includes=["SAFETY"])
SAFETY = a_procedure("SAFETY", every="6 months", includes=["CLEAN"])
CLEAN = a_procedure("CLEAN", every="6 months")


def test_a_completion_completes_all_that_it_includes_transitively() -> None:
    found = owed_by(procedures=[ANNUAL, SAFETY, CLEAN], history=[done("2026-08-14", "ANNUAL")])

    assert [(one.name, one.due.isoformat()) for one in found] == [("CLEAN", "2027-02-14"), ("SAFETY", "2027-02-14")]


def test_the_other_way_round_it_completes_nothing() -> None:
    history = [done("2026-02-14", "ANNUAL"), done("2026-08-14", "SAFETY")]

    found = owed_by(procedures=[ANNUAL, SAFETY, CLEAN], history=history)

    assert [one.due.isoformat() for one in found] == ["2027-02-14"] * 3


def test_an_open_task_names_all_that_include_it_and_meet_its_window() -> None:
    history = [done("2026-02-14", "ANNUAL"), done("2026-08-14", "SAFETY")]

    found = owed_by(procedures=[ANNUAL, SAFETY, CLEAN], history=history)

    annual, safety, clean = named(found, "ANNUAL"), named(found, "SAFETY"), named(found, "CLEAN")
    assert annual.included_in == ()
    assert safety.included_in == (annual.task_id,)
    assert clean.included_in == tuple(sorted((annual.task_id, safety.task_id)))


def test_windows_that_touch_on_one_day_meet_and_those_a_day_apart_do_not() -> None:
    """The annual begins on 15 January; the safety test of 26 December ends then, that of 25 December a day before."""
    rows = [ANNUAL, SAFETY]

    meeting = owed_by(procedures=rows, history=[done("2026-02-14", "ANNUAL"), done("2026-06-26", "SAFETY")])
    apart = owed_by(procedures=rows, history=[done("2026-02-14", "ANNUAL"), done("2026-06-25", "SAFETY")])

    assert window_of(named(meeting, "SAFETY"))[1] == "2027-01-15"
    assert named(meeting, "SAFETY").included_in == (named(meeting, "ANNUAL").task_id,)
    assert named(apart, "SAFETY").included_in == ()


def test_settled_work_includes_nothing_and_is_included_in_nothing() -> None:
    assets = [an_asset(status=AssetStatus.MISSING)]
    history = [done("2026-02-14", "ANNUAL"), done("2026-08-14", "SAFETY")]

    assert all(not one.included_in for one in owed_by(procedures=[ANNUAL, SAFETY], assets=assets, history=history))


def test_work_on_another_asset_satisfies_nothing() -> None:
    assets = [an_asset("A-1"), an_asset("A-2", serviced_with="A-1")]
    history = [done("2026-02-14", "ANNUAL", "A-1"), done("2026-08-14", "SAFETY", "A-2")]

    found = owed_by(procedures=[ANNUAL, SAFETY], assets=assets, history=history)

    safety = only(tuple(one for one in found if one.asset_tag == "A-2" and one.name == "SAFETY"))
    assert safety.included_in == ()
