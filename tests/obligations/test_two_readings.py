"""The verifier's own reading of the contract and this room agree on any record."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.example import a_lock, a_modality, a_model, a_procedure, a_programme, an_asset, at, facts_of
from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import Anchor, Answer, AssetStatus, Basis, NoPeriod
from scheduler.domain.policy import FirstDue, Policies
from scheduler.domain.programme import Programme
from scheduler.domain.record import Outcome
from scheduler.obligations import owed
from scheduler.verify.coverage import uncovered, wrong_dates
from scheduler.verify.expected import expected_work
from scheduler.verify.matching import matched
from tests.obligations.small import a_deferral, a_due_row, a_series_row, an_order, tried

NAMES = st.sampled_from(["PM", "TEST", "EVENT"])
EVERY = st.sampled_from(["1 day", "1 week", "10 days", "1 month", "3 months", "6 months", "1 year"])
WINDOWS = st.sampled_from(
    ["joint-commission", "cms-strict", "next-month", "due-date", "days-after 15", "-10..+20 days"]
)
PAST = st.dates(date(2025, 6, 1), date(2026, 12, 1)).map(str)
FUTURE = st.dates(date(2026, 11, 1), date(2027, 5, 1)).map(str)
HOURS = st.none() | st.integers(0, 9000).map(float)
TODAYS = st.dates(date(2026, 12, 1), date(2027, 1, 20))
HORIZONS = st.builds(
    lambda first, length: Horizon(first, first + timedelta(days=length)),
    st.dates(date(2026, 12, 1), date(2027, 1, 10)),
    st.integers(0, 100),
)


@st.composite
def hospitals(draw: st.DrawFn) -> Programme:
    """One asset of any standing, three procedures with every kind of entanglement, and a crowded record."""
    pm = a_procedure(
        every=draw(EVERY),
        oem_every="6 months",
        basis=draw(st.sampled_from([Basis.AEM, Basis.POLICY])),
        window=draw(WINDOWS),
        anchor=draw(st.sampled_from(Anchor)),
        runtime_hours=draw(st.none() | st.just(2000.0)),
        includes=draw(st.sampled_from([(), ("TEST",)])),
        follow_up=draw(st.sampled_from([None, "EVENT"])),
    )
    test = a_procedure("TEST", every=draw(EVERY), window=draw(WINDOWS), anchor=draw(st.sampled_from(Anchor)))
    event = a_procedure("EVENT", every=NoPeriod.ON_EVENT, runtime_hours=draw(st.none() | st.just(3000.0)))
    history = draw(st.lists(st.builds(tried, PAST, st.sampled_from(Outcome), NAMES, hours=HOURS), max_size=5))
    asset = an_asset(
        status=draw(st.sampled_from([*AssetStatus, AssetStatus.IN_USE])),
        in_service_on=draw(st.none() | PAST),
        series_start=draw(st.none() | PAST),
        expected_back=draw(st.none() | FUTURE),
        runtime_hours=draw(HOURS),
    )
    return a_programme(
        modalities=[a_modality(aem_barred=draw(st.booleans()))],
        models=[a_model(aem=draw(st.sampled_from(Answer)), high_risk=draw(st.booleans()))],
        assets=[asset],
        procedures=[pm, test, event],
        history=history,
        series=[a_series_row(day) for day in draw(st.lists(PAST, max_size=1))],
        due=draw(st.lists(st.builds(a_due_row, st.none() | FUTURE, last_done=st.none() | PAST), max_size=1)),
        orders=draw(st.lists(st.builds(an_order, FUTURE, procedure=NAMES), max_size=1)),
        deferrals=draw(st.lists(st.builds(a_deferral, st.none() | FUTURE, NAMES), max_size=2)),
        locks=[a_lock(at(f"{day} 09:00"), procedure="PM") for day in draw(st.lists(FUTURE, max_size=2, unique=True))],
        policies=Policies(
            assume_current_done=draw(st.booleans()), first_due=draw(st.sampled_from(FirstDue)), aem_months_of_history=0
        ),
    )


@settings(max_examples=60, deadline=None)
@given(hospitals(), TODAYS, HORIZONS)
def test_two_readings_of_the_contract_agree(programme: Programme, today: date, horizon: Horizon) -> None:
    facts = facts_of(programme, today=today, horizon=horizon)

    matching = matched(expected_work(facts), owed(facts))

    assert [one.sentence for one in (*uncovered(matching), *wrong_dates(matching, facts))] == []
