"""Outside people are called in time."""

from collections.abc import Iterator

from constraints.days import through
from constraints.rule import Hard
from constraints.sentence import Inside, Part
from scheduler.domain.facts import Facts
from scheduler.domain.work import VisitDraft

RULE = Hard(
    "notice",
    sentence="A visit of somebody from outside starts no earlier than their notice allows.",
    reason="A field engineer who is not told in time does not come.",
    source="Performers table: notice_days; service contracts",
)


def admits(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    zone = facts.programme.sites[draft.site].zone
    for performer in sorted({leg.profile.performer for leg in draft.legs}):
        row = facts.programme.performers.get(performer)
        if row and row.notice_days:
            days = through(facts.notice_from(performer), facts.horizon.last_day, zone)
            yield Inside(Part.START, days, f"{performer} needs {row.notice_days} days' notice")
