"""Why a task has no place: which rule leaves nothing over, or whose minutes are gone, with the numbers."""

from dataclasses import replace

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation, ReasonCode
from scheduler.domain.work import LegProfile, VisitDraft
from scheduler.obligations import draft_visit
from scheduler.solve.cause import Cause
from scheduler.solve.choices import Days, placements
from scheduler.solve.intervals import longest
from scheduler.solve.placement import PreparedLeg, PreparedVisit
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes

_CODES = {
    "notice": ReasonCode.NOTICE,
    "locks": ReasonCode.LOCKED_OUT,
    "fleet-limit": ReasonCode.FLEET_LIMIT,
    "holds-asset": ReasonCode.FLEET_LIMIT,
    "cover": ReasonCode.COVER,
}


class Explainer:
    """Asks the finished timetable about single tasks."""

    def __init__(self, timetable: Timetable, facts: Facts, wishes: Wishes) -> None:
        self._timetable = timetable
        self._facts = facts
        self._wishes = wishes

    def cause(self, task: Obligation) -> Cause:
        """Why this open task has no visit."""
        draft = draft_visit((task,), self._facts)
        if draft is None:
            return Cause(ReasonCode.CAPACITY, "It cannot be made into a visit.", "Look at its procedure.")
        whole = replace(draft, splittable=False)
        visit = self._timetable.prepare(whole)
        for leg in visit.legs:
            cause = self._people(leg) or self._instruments(leg)
            if cause:
                return cause
        if not visit.times.starts:
            return self._no_time(whole)
        days = self._wishes.days_of(task, draft)
        return self._crowded_out(visit, days) or self._capacity(visit, days)

    def _people(self, leg: PreparedLeg) -> Cause | None:
        profile = leg.draft.profile
        if len(leg.people) >= profile.crew:
            return None
        skills = _skills(profile)
        holders = [one for one in self._facts.technicians(profile.performer) if self._holds(one.technician, profile)]
        if leg.people:
            text = (
                f"It needs {profile.crew} people at once with {skills} at {profile.site}; {len(leg.people)} can come."
            )
            return Cause(ReasonCode.CREW_TOO_SMALL, text, f"Train or send one more person with {skills}.")
        reaching = [one for one in holders if profile.site in one.sites]
        if reaching:
            text = f"{_people(len(reaching))} of {profile.performer} hold {skills} and reach {profile.site}, "
            text += "but none in force and on shift in this quarter."
            return Cause(ReasonCode.CERTIFICATE_EXPIRED, text, f"Renew a certificate of {skills}, or add a shift.")
        text = f"Nobody of {profile.performer} with {skills} reaches {profile.site}; {len(holders)} hold it elsewhere."
        return Cause(ReasonCode.NO_QUALIFIED_PERSON, text, f"Send or train somebody with {skills} for {profile.site}.")

    def _holds(self, technician: TechnicianId, profile: LegProfile) -> bool:
        held = self._facts.skills_of(technician)
        return all(skill in held for skill, _ in profile.skills)

    def _instruments(self, leg: PreparedLeg) -> Cause | None:
        for group, tools in zip(leg.draft.profile.instruments, leg.tools, strict=True):
            if not tools:
                names = " or ".join(group)
                site = leg.draft.profile.site
                there = sum(len(self._facts.instruments_of(name)) for name in group)
                text = f"No {names} in calibration can be used at {site} ({there} in the instruments table)."
                return Cause(ReasonCode.NO_INSTRUMENT, text, f"Calibrate a {names} or bring one to {site}.")
        return None

    def _no_time(self, draft: VisitDraft) -> Cause:
        last = None
        for key, said in self._timetable.sentences.admits_by_rule(draft):
            spans = self._timetable.timeline.intervals(said.spans)
            if not spans:
                code = _CODES.get(key, ReasonCode.NO_OPEN_WINDOW)
                return Cause(code, f"{said.because[:1].upper()}{said.because[1:]}.", "Agree on another time.")
            if longest(spans) < draft.minutes:
                text = f"It needs {draft.minutes} minutes; the longest open period has {longest(spans)}."
                return Cause(ReasonCode.WINDOW_TOO_SHORT, text, "Agree on one longer downtime window.")
            last = _CODES.get(key, last)
        text = f"No open period of {draft.minutes} minutes lies inside its window."
        return Cause(last or ReasonCode.NO_OPEN_WINDOW, text, "Open one downtime window between those days.")

    def _crowded_out(self, visit: PreparedVisit, days: Days) -> Cause | None:
        """Whether it would fit if other assets were not out."""
        for level, amount, _ in visit.takes:
            if amount > level.limit:
                return self._limited(level.kind, f"its visit takes {amount} of {level.limit}")
        freed = replace(visit, takes=())
        if next(placements(self._timetable, freed, days), None) is None:
            return None
        for taken in visit.takes:
            if next(placements(self._timetable, replace(visit, takes=(taken,)), days), None) is None:
                return self._limited(
                    taken[0].kind, f"others fill the limit of {taken[0].limit} whenever people are free"
                )
        return None

    def _limited(self, kind: str, numbers: str) -> Cause:
        code = _CODES.get(kind, ReasonCode.CAPACITY)
        return Cause(
            code, f"Too much would be out or under way at once ({kind}): {numbers}.", "Raise the limit for a day."
        )

    def _capacity(self, visit: PreparedVisit, days: Days) -> Cause:
        leg = visit.legs[visit.lead]
        profile = leg.draft.profile
        weeks = sorted({(day - 1) // 7 for day in range(days.first, days.last + 1)})
        left = sum(max(0, self._timetable.minutes_left(one, week * 7 + 1)) for one in leg.people for week in weeks)
        needed = leg.minutes * profile.crew
        skills = _skills(profile)
        names = f"{_people(len(leg.people))} with {skills} for {profile.site}"
        text = (
            f"It needs {needed} minutes of {names} in {len(weeks)} weeks; {left} are left, in pieces that do not fit."
        )
        if left < needed:
            text = f"It needs {needed} minutes of {names}; in its {len(weeks)} weeks {left} are left over."
        return Cause(
            ReasonCode.CAPACITY, text, f"Add {max(needed - left, leg.minutes)} minutes of {skills} in those weeks."
        )


def _skills(profile: LegProfile) -> str:
    return " and ".join(skill for skill, _ in profile.skills) or "no special skill"


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"
