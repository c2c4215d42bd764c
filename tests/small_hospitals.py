"""Random small hospitals with tasks: two sites, a night window, crews, instruments, a bench, a vendor, composites."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from constraints.example import (
    a_certificate,
    a_closed_row,
    a_cover_row,
    a_coverage_row,
    a_department,
    a_lock,
    a_performer,
    a_procedure,
    a_programme,
    a_shift,
    a_technician,
    a_way,
    an_absence,
    an_asset,
    an_instrument,
    an_obligation,
    an_open_row,
    facts_of,
    weekly,
)
from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import Asset, Procedure, Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import AfterHours, NoCalibration
from scheduler.domain.policy import Capacity, RiskClass

WEEK = Horizon(date(2027, 1, 11), date(2027, 1, 17))
"""Monday to Sunday."""

DEPARTMENTS = {"Ward": "North", "Theatre": "North", "Clinic": "South"}
NAMES = ("PM", "Calibration", "Safety")


@dataclass(frozen=True, slots=True)
class SmallHospital:
    """Facts, and open tasks on some of its assets; the tasks of one asset may share a visit."""

    facts: Facts
    tasks: tuple[Obligation, ...]

    def tasks_of(self, asset_tag: str) -> tuple[Obligation, ...]:
        return tuple(task for task in self.tasks if task.asset_tag == asset_tag)


@st.composite
def small_hospitals(draw: st.DrawFn) -> SmallHospital:
    """A week of a hospital with two to five assets, three people and a vendor."""
    assets = _assets(draw)
    procedures = [_procedure(draw, name) for name in NAMES]
    tags = [asset.asset_tag for asset in assets]
    share = draw(st.sampled_from((0.1, 0.2, 1.0)))
    programme = a_programme(
        departments=[
            a_department(
                name,
                site,
                max_out_share=draw(st.sampled_from((1.0, 0.5))),
                max_parallel_visits=draw(st.sampled_from((None, 1))),
            )
            for name, site in DEPARTMENTS.items()
        ],
        downtime=[
            an_open_row("*", "06:00", draw(st.sampled_from(("12:00", "24:00")))),
            an_open_row("Mon-Fri", "20:00", "02:00", department="Theatre", row=3),
            a_closed_row("Tue", "10:00", "11:00", department="Ward"),
        ],
        procedures=procedures,
        assets=assets,
        technicians=[
            a_technician("Ann", sites=["South"], scheduled_share=share),
            a_technician("Bob", scheduled_share=share),
            a_technician("Cyd", home_site="South", sites=["North"]),
            *(a_technician(f"GE#{one}", performer="GE", sites=["South"], anonymous=True) for one in (1, 2)),
        ],
        shifts=[a_shift("Ann"), a_shift("Bob", "*", "18:00", "04:00"), a_shift("Cyd", site="South")],
        certificates=tuple(
            a_certificate(name, "pumps", valid_until=draw(st.sampled_from((None, "2027-01-13"))))
            for name in draw(st.sets(st.sampled_from(("Ann", "Bob", "Cyd", "GE#1")), min_size=2).map(sorted))
        ),
        absences=(an_absence("2027-01-12 09:00", "2027-01-12 13:00", technician="Cyd"),),
        performers=[
            a_performer(
                working=weekly("Mon-Fri", "08:00", "17:00"),
                notice_days=draw(st.sampled_from((0, 43))),
                max_people_day=2,
                after_hours=draw(st.sampled_from(AfterHours)),
            )
        ],
        instruments=[
            an_instrument("Still", "analyser", calibrated_until=draw(st.sampled_from(("2027-01-12", "2027-12-31")))),
            an_instrument("Lost", "analyser", calibrated_until=NoCalibration.UNKNOWN),
            an_instrument("Travelling", "meter", site="*"),
        ],
        travel=(a_way("North", "South", 30),),
        capacity=Capacity(max_day_share=draw(st.sampled_from((0.2, 0.8)))),
        cover=draw(st.sampled_from(((), (a_cover_row(*tags, min_available=len(tags) - 1),)))),
        coverage=draw(st.sampled_from(((), (a_coverage_row("GE", asset_tag=tags[0], first_day="2027-01-13"),)))),
        locks=draw(st.sampled_from(((), (a_lock("2027-01-13 09:00", tags[-1], technicians=["Ann"]),)))),
    )
    tasks = [_task(draw, tag, procedure) for tag in tags for procedure in procedures if draw(st.integers(0, 3))]
    if not any(asset.serviced_with or asset.part_of for asset in assets):
        tasks = _one_held(tasks, draw(st.sampled_from((None, *tags))))
    return SmallHospital(facts_of(programme, today="2026-12-01", horizon=WEEK), tuple(tasks))


def _one_held(tasks: Sequence[Obligation], tag: str | None) -> list[Obligation]:
    """The tasks, of which one asset has a single one, that holds it."""
    ordered = [replace(task, holds_asset=True) for task in tasks if task.asset_tag == tag][:1]
    return [task for task in tasks if task.asset_tag != tag] + ordered


def _assets(draw: st.DrawFn) -> list[Asset]:
    """The first may be the main of a composite, or a system that takes its parts down."""
    homes = draw(st.lists(st.sampled_from(sorted(DEPARTMENTS)), min_size=3, max_size=5))
    bond = draw(st.sampled_from(("none", "composite", "system")))
    assets = []
    for number, home in enumerate(homes, start=1):
        belongs = "A-1" if number > 1 and home == homes[0] else None
        assets.append(
            an_asset(
                f"A-{number}",
                site=DEPARTMENTS[home],
                department=home,
                serviced_with=belongs if bond == "composite" else None,
                part_of=belongs if bond == "system" else None,
                system_critical=number == 1 and bond == "system",
            )
        )
    return assets


def _procedure(draw: st.DrawFn, name: str) -> Procedure:
    crew = draw(st.sampled_from((1, 1, 2)))
    return a_procedure(
        name,
        minutes=draw(st.sampled_from((30, 60, 200))),
        crew=crew,
        skill=draw(st.sampled_from((None, None, "pumps"))),
        instruments=draw(st.sampled_from(((), (), (("analyser",),), (("meter",),)))),
        performer=draw(st.sampled_from(("in_house", "in_house", "GE"))),
        where=draw(st.sampled_from(Where)),
        out_hours=draw(st.sampled_from((2.0, 24.0))),
    )


def _task(draw: st.DrawFn, tag: str, procedure: Procedure) -> Obligation:
    first = WEEK.first_day + timedelta(days=draw(st.integers(-10, 3)))
    last = first + timedelta(days=draw(st.integers(2, 14)))
    task = an_obligation(
        tag,
        procedure,
        first_day=first.isoformat(),
        due=draw(st.sampled_from((first, last))).isoformat(),
        last_day=last.isoformat(),
        overdue=last < WEEK.first_day,
        extends_past_horizon=last > WEEK.last_day,
        risk_class=draw(st.sampled_from(RiskClass)),
        hard_window=draw(st.sampled_from((False, False, True))),
        not_before=draw(st.sampled_from((None, None, "2027-01-12"))),
    )
    return replace(task, reattempt_by=draw(st.sampled_from((None, None, date(2027, 1, 8), date(2027, 1, 13)))))
