"""Two rooms read what is owed from the same words, each for itself; on any small hospital they agree."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.example import (
    TODAY,
    a_deferral,
    a_due_row,
    a_history_row,
    a_lock,
    a_model,
    a_procedure,
    a_programme,
    a_series_row,
    an_asset,
    an_order,
    facts_of,
)
from scheduler.domain.equipment import Anchor, Answer, AssetStatus, Basis
from scheduler.domain.facts import Facts
from scheduler.domain.policy import FirstDue, Policies, RiskPolicy
from scheduler.domain.record import HistoryRow, Outcome
from scheduler.obligations import owed
from scheduler.verify.coverage import STATUS_OF, uncovered, wrong_dates
from scheduler.verify.expected import expected_work
from scheduler.verify.matching import matched

PAST = st.dates(date(2025, 6, 1), TODAY)
SOON = st.dates(date(2026, 11, 1), date(2027, 5, 31))
NAMES = st.sampled_from(["PM", "check", "overhaul"])


@st.composite
def histories(draw: st.DrawFn) -> Sequence[HistoryRow]:
    rows = draw(st.lists(st.tuples(PAST, NAMES, st.sampled_from(Outcome), st.booleans()), max_size=5))
    hours = [None if not read else float((day - date(2025, 1, 1)).days * 7) for day, _, _, read in rows]
    return [
        a_history_row(day, procedure=name, outcome=outcome, runtime_hours=read)
        for (day, name, outcome, _), read in zip(rows, hours, strict=True)
    ]


@st.composite
def hospitals(draw: st.DrawFn) -> Facts:
    """One asset with three procedures that may include, follow, wear out or be ordered."""
    anchor = st.sampled_from([None, Anchor.COMPLETION, Anchor.SCHEDULE])
    every = st.sampled_from(["1 week", "2 weeks", "1 month", "3 months", "6 months", "90 days", "1 year", "2 years"])
    window = st.sampled_from([None, "due-month", "cms-strict", "-10..+20 days", "days-after 15", "month-plus-minus 1"])
    service = a_procedure(
        every=draw(every),
        anchor=draw(anchor),
        window=draw(window),
        runtime_hours=draw(st.sampled_from([None, None, 500.0, 3000.0])),
        follow_up=draw(st.sampled_from([None, "check"])),
        row=2,
    )
    check = a_procedure("check", every=draw(every), anchor=draw(anchor), window=draw(window), row=3)
    overhaul = a_procedure(
        "overhaul",
        every="1 year",
        oem_every="6 months",
        basis=draw(st.sampled_from([Basis.AEM, Basis.POLICY])),
        anchor=draw(anchor),
        includes=draw(st.sampled_from([[], ["PM"], ["PM", "check"]])),
        row=4,
    )
    asset = an_asset(
        in_service_on=draw(st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 31))),
        series_start=draw(st.none() | st.dates(date(2024, 1, 1), date(2027, 2, 28))),
        status=draw(st.sampled_from([AssetStatus.IN_USE, AssetStatus.IN_USE, *AssetStatus])),
        expected_back=draw(st.none() | SOON),
        runtime_hours=draw(st.sampled_from([None, 5000.0])),
    )
    policies = Policies(
        other=RiskPolicy(anchor=draw(st.sampled_from(Anchor))),
        first_due=draw(st.sampled_from(FirstDue)),
        assume_current_done=draw(st.booleans()),
    )
    programme = a_programme(
        assets=[asset],
        models=[a_model(aem=draw(st.sampled_from(Answer)))],
        procedures=[service, check, overhaul],
        history=tuple(draw(histories())),
        due=tuple(draw(st.lists(st.builds(_due_row, st.none() | SOON, NAMES, st.none() | PAST), max_size=1))),
        series=tuple(draw(st.lists(st.builds(a_series_row, PAST), max_size=1))),
        orders=tuple(draw(st.lists(st.builds(_order, SOON, st.none() | st.integers(0, 60), NAMES), max_size=2))),
        deferrals=tuple(draw(st.lists(st.builds(_deferral, st.none() | SOON, NAMES), max_size=2))),
        locks=tuple(draw(st.lists(st.builds(_lock, SOON, NAMES), max_size=2))),
        policies=policies,
    )
    return facts_of(programme, today=draw(st.sampled_from([TODAY, date(2027, 1, 1), date(2027, 2, 9)])))


def _due_row(next_due: date | None, name: str, last_done: date | None) -> object:
    return a_due_row(next_due, procedure=name, last_done=last_done, work_order="W-1")


def _order(deadline: date, days: int | None, name: str) -> object:
    earliest = None if days is None else deadline - timedelta(days=days)
    return an_order(deadline, procedure=name, earliest=earliest)


def _deferral(until: date | None, name: str) -> object:
    return a_deferral(until, procedure=name)


def _lock(day: date, name: str) -> object:
    return a_lock(f"{day} 09:00", procedure=name)


@given(hospitals())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_both_rooms_read_the_same_obligations(facts: Facts) -> None:
    matching = matched(expected_work(facts), owed(facts))

    assert list(uncovered(matching)) == []
    assert list(wrong_dates(matching, facts)) == []
    for one, task in matching.pairs:
        assert STATUS_OF.get(one.standing) == (task.settled.status if task.settled else None)
