"""What the page looks up by itself: the visits of every department by week, and what is not placed, as compact JSON."""

import json
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from scheduler.domain.calendar import iso_week
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Agreement, Plan, Visit
from scheduler.outputs.calendars.event import uid_of
from scheduler.outputs.report.content import Trouble, week_said
from scheduler.outputs.rounds import rounds_of
from scheduler.outputs.wording import Part, Wording
from scheduler.outputs.words import clock_said, day_said, listed, span_said


class Words:
    """A list of texts in which each stands once; rows refer to it by number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def texts(self) -> list[str]:
        return list(self._numbers)


def script_json(content: Mapping[str, object]) -> Markup:
    """Write JSON that is safe inside a script element: no text can end the element or open another."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def departments_json(plan: Plan, facts: Facts) -> Mapping[str, object]:
    """Lay out who gets what when: one row a visit, in time order, reduced to what a department may read."""
    words, say = Words(), Wording(plan, facts)
    uids = {visit.visit_id: uid_of(each) for each in rounds_of(plan.visits) for visit in each.visits}
    ordered = sorted(plan.visits, key=lambda visit: (visit.span.start, visit.visit_id))
    departments = facts.programme.departments
    keys = sorted(departments, key=lambda key: (departments[key].name or key, key))
    places = {key: number for number, key in enumerate(keys)}
    weeks = plan.horizon.weeks()
    return {
        "departments": [[departments[key].name or key, key, departments[key].site] for key in keys],
        "weeks": [[week, week_said(week)] for week in weeks],
        "visits": [
            [places[visit.department], *_visit_row(visit, facts, say, words), words.number(uids[visit.visit_id])]
            for visit in ordered
        ],
        "words": words.texts(),
    }


def troubles_json(troubled: Iterable[Trouble]) -> list[list[object]]:
    """Lay out what is late or not placed, one row a task."""
    return [
        [
            each.asset_tag, each.equipment, each.department, each.procedure, int(each.high_risk), each.due,
            each.window_end, each.what, each.planned, each.reason_words, each.reason, each.help, each.price,
        ]
        for each in troubled
    ]  # fmt: skip


def _visit_row(visit: Visit, facts: Facts, say: Wording, words: Words) -> list[object]:
    zone, part, number = say.zone(visit), Part(visit, visit.legs), words.number
    day = visit.span.start.astimezone(zone).date()
    asset = facts.asset(visit.asset_tag)
    asked = "" if visit.agreement in (Agreement.NOT_NEEDED, Agreement.AGREED) else visit.agreement.value
    return [
        number(iso_week(day)),
        number(day_said(day)),
        f"{clock_said(visit.span.start, zone)}–{clock_said(visit.span.end, zone)}",
        visit.asset_tag,
        number(f"{say.modality(visit.asset_tag)}, {asset.make} {asset.model}"),
        number(asset.room),
        number(say.reduced_work(part)),
        number(span_said(visit.out, zone) if visit.out else "stays in use"),
        number(listed(say.caller(leg) for leg in visit.legs)),
        number(asked),
    ]
