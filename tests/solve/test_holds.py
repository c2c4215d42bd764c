"""An asset that an order holds counts as out until the order is done, also when its visit moves."""

from datetime import date

from constraints.example import (
    a_certificate,
    a_department,
    a_procedure,
    a_programme,
    a_technician,
    an_asset,
    an_obligation,
    facts_of,
)
from scheduler.domain.obligation import Obligation
from scheduler.solve.choices import placements
from scheduler.solve.placement import Placement
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.targets import Targets
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes


def on(day: date, task: Obligation, timetable: Timetable, wishes: Wishes) -> Placement | None:
    wish = wishes.in_time((task,))
    assert wish is not None
    assert wish.whole is not None
    begin, until = (timetable.midnight(wish.visit.draft.site, one) for one in (day, day.replace(day=day.day + 1)))
    return next(placements(timetable, wish.whole, wish.days.between(begin, until)), None)


def test_a_visit_that_frees_an_asset_cannot_move_behind_one_that_needed_it_free() -> None:
    work = [a_procedure("incoming", skill="pumps"), a_procedure("PM", skill="pumps")]
    facts = facts_of(
        a_programme(
            assets=[an_asset("P-1"), an_asset("P-2")],
            departments=[a_department(max_out_share=0.5)],
            procedures=work,
            technicians=[a_technician("Ann")],
            certificates=(a_certificate("Ann", "pumps"),),
        )
    )
    january = {"first_day": "2027-01-04", "last_day": "2027-01-29"}
    order = an_obligation("P-1", work[0], holds_asset=True, **january)
    other = an_obligation("P-2", work[1], **january)
    timetable = empty_timetable([order, other], facts)
    wishes = Wishes([order, other], timetable, Targets())
    monday, tuesday, wednesday = (date(2027, 1, day) for day in (11, 12, 13))
    assert on(tuesday, other, timetable, wishes) is None

    freed = on(monday, order, timetable, wishes)
    assert freed is not None
    timetable.commit(freed)
    needing = on(tuesday, other, timetable, wishes)
    assert needing is not None
    timetable.commit(needing)
    timetable.undo(freed)

    assert on(wednesday, order, timetable, wishes) is None
    assert on(monday, order, timetable, wishes) is not None
