"""What the rules alone leave no room for: asked one after the other, and the first answer counts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from constraints.sentence import Inside, Part
from scheduler.domain.facts import Facts
from scheduler.domain.ids import InstrumentClass, SkillName
from scheduler.domain.obligation import ReasonCode
from scheduler.domain.people import Instrument, NoCalibration, Technician
from scheduler.domain.work import OutKind
from scheduler.solve.case import Case, holders, most_together, reaching
from scheduler.solve.cause import Cause, listed, people_said
from scheduler.solve.intervals import Intervals, clipped, longest, shared, starts_ending_in, starts_inside, united
from scheduler.solve.timetable import Timetable

_OPEN, _NOTICE, _PERFORMER, _LOCKS = "downtime-window", "notice", "performer", "locks"
_FLEETS = {"fleet-limit": ReasonCode.FLEET_LIMIT, "cover": ReasonCode.COVER, "holds-asset": ReasonCode.FLEET_LIMIT}


class Hindrances:
    """Asks the rules about one case at a time."""

    def __init__(self, timetable: Timetable, facts: Facts) -> None:
        self._timetable = timetable
        self._facts = facts

    def first(self, case: Case) -> Cause | None:
        """The first cause, in the order in which a planner would ask."""
        steps: tuple[Callable[[Case], Cause | None], ...] = (
            self._locked,
            self._waits,
            self._no_day,
            self._nobody,
            self._expired,
            self._not_open,
            self._expired_when_open,
            self._never_together,
            self._no_instrument,
            self._takes_too_much,
        )
        return next((cause for step in steps if (cause := step(case))), None)

    def _locked(self, case: Case) -> Cause | None:
        said = [one for key, one in self._admits(case) if key == _LOCKS]
        if not said or not said[0].spans.members:
            return None
        zone = self._facts.programme.sites[case.visit.draft.site].zone
        locked = said[0].spans.members[0].start
        start = locked.astimezone(zone)
        if not case.begin <= self._timetable.timeline.minute(locked) < case.until:
            text = f"It is locked to {start:%Y-%m-%d %H:%M}; its days are {case.days}."
            return Cause(ReasonCode.LOCKED_OUT, text, "Move or lift the lock.")
        why = "; ".join(case.visit.times.because) or self._missing_at_lock(case)
        text = f"It is locked to {start:%Y-%m-%d %H:%M}, and cannot be done then: {why}."
        return Cause(ReasonCode.LOCKED_OUT, text, "Move or lift the lock.")

    def _missing_at_lock(self, case: Case) -> str:
        if not case.visit.times.starts:
            return f"the asset cannot be spared for {case.leg.minutes} minutes from then"
        ready = [one for one in case.leg.people if case.certified(one, case.feasible)]
        if len(ready) < case.leg.draft.profile.crew:
            return f"{len(ready)} of {case.leg.draft.profile.crew} people are at work then"
        return "its people, instruments or places are taken by other locked work"

    def _waits(self, case: Case) -> Cause | None:
        """What has to be done before it has no place."""
        before = self._timetable.orders.waits_for(case.task.task_id)
        left = [one for one in before if one not in self._timetable.spans]
        if not left:
            return None
        text = f"It is done only after {len(before)} other {'task' if len(before) == 1 else 'tasks'}, "
        text += f"of which {len(left)} {'has' if len(left) == 1 else 'have'} no place."
        return Cause(ReasonCode.ROLLOUT_ORDER, text, "Find a place for what comes before it.")

    def _no_day(self, case: Case) -> Cause | None:
        if case.begin < case.until:
            return None
        if case.order:
            text = f"{case.order}; its window is {case.task.window.first_day} to {case.task.window.last_day}: "
            code = ReasonCode.ROLLOUT_ORDER if self._follows_another_asset(case) else ReasonCode.NO_OPEN_WINDOW
            return Cause(code, f"{text}0 days are left.", "Move the work that it comes after.")
        text = f"It can be done from {case.first} on, and its window ended on {case.last}: 0 days are left."
        back = self._facts.asset(case.task.asset_tag).expected_back
        if back is not None and back == case.first:
            return Cause(ReasonCode.ASSET_IN_REPAIR, f"It is in repair until then. {text}", "Get it back earlier.")
        return Cause(ReasonCode.NO_OPEN_WINDOW, text, "Do it late, or defer it.")

    def _follows_another_asset(self, case: Case) -> bool:
        """An order within one asset is one of occurrences or of a follow-up; between assets it is a roll-out's."""
        if self._timetable.orders.turns.binds(case.task.task_id):
            return True
        before = (after.first for after in self._timetable.orders.of_task(case.task.task_id))
        placed = (self._timetable.placements[one] for one in before if one in self._timetable.placements)
        return any(one.visit.draft.asset_tag != case.visit.draft.asset_tag for one in placed)

    def _nobody(self, case: Case) -> Cause | None:
        profile = case.leg.draft.profile
        hold, reach = holders(case, self._facts), reaching(case, self._facts)
        if len(reach) >= profile.crew:
            return None
        everybody = people_said(len(self._facts.technicians(profile.performer)))
        what = case.skill or "no special skill"
        text = f"{len(hold)} of {everybody} of {profile.performer} hold it, {len(reach)} of them serve {profile.site}."
        if not reach:
            text = f"It needs {what} at {profile.site}: {text}"
            return Cause(ReasonCode.NO_QUALIFIED_PERSON, text, f"Train or send somebody with {what} to {profile.site}.")
        text = f"It needs {profile.crew} people at once with {what} at {profile.site}: {text}"
        return Cause(ReasonCode.CREW_TOO_SMALL, text, f"Train or send {profile.crew - len(reach)} more with {what}.")

    def _expired(self, case: Case) -> Cause | None:
        return self._certificates(case, ((case.begin, case.until),), f"in its days {case.days}")

    def _expired_when_open(self, case: Case) -> Cause | None:
        return self._certificates(case, case.feasible, f"in the hours in which it can be done, {case.days}")

    def _certificates(self, case: Case, hours: Intervals, when: str) -> Cause | None:
        """Enough people are at work, but not enough of them with a certificate in force."""
        profile = case.leg.draft.profile
        crew, hold = profile.crew, {one.technician for one in reaching(case, self._facts)}
        everybody = self._timetable.candidates.people(replace(profile, crew=1, skills=()))
        present = [one.technician for one in everybody if one.technician in hold and case.present(one, hours)]
        ready = {one.technician for one in case.leg.people if case.certified(one, hours)}
        if len(ready) >= crew or len(present) < crew:
            return None
        technicians = self._facts.programme.technicians
        told = [self._certificate(technicians[one], case) for one in present if one not in ready]
        text = f"It needs {people_said(crew)} with {case.skill} for {case.piece} minutes {when}: "
        text += f"{len(present)} with the certificate work then; it is in force for {len(ready)} ({listed(told)})."
        return Cause(ReasonCode.CERTIFICATE_EXPIRED, text, f"Renew a certificate of {case.skill}.")

    def _certificate(self, person: Technician, case: Case) -> str:
        wanted: set[SkillName] = {skill for skill, _ in case.leg.draft.profile.skills}
        rows = [
            row
            for row in self._facts.programme.certificates
            if row.technician == person.technician and row.skill in wanted
        ]
        ends = [row.valid_until for row in rows if row.valid_until and row.valid_until < case.last]
        if ends:
            return f"{person.technician}: until {max(ends)}"
        starts = [row.valid_from for row in rows if row.valid_from]
        return f"{person.technician}: from {min(starts)}" if starts else f"{person.technician}: not then"

    def _not_open(self, case: Case) -> Cause | None:
        """Follow the rules that speak of times until one leaves nothing over."""
        if case.feasible:
            return None
        starts: Intervals = ((case.begin, max(case.begin, case.until - case.piece + 1)),)
        rules: dict[str, list[Inside]] = {}
        for key, said in self._admits(case):
            rules.setdefault(key, []).append(said)
        for key in (_PERFORMER, _NOTICE):
            for said in rules.get(key, ()):
                starts = shared(starts, self._starts(case, said))
                if not starts:
                    return self._not_served(key, case)
        return self._closed(case, [said for said in rules.get(_OPEN, ()) if case.visit.draft.out is not OutKind.BENCH])

    def _not_served(self, key: str, case: Case) -> Cause:
        performer = case.leg.draft.profile.performer
        if key == _NOTICE:
            row = self._facts.programme.performers[performer]
            text = f"{performer} needs {row.notice_days} days' notice, so nothing before "
            text += f"{self._facts.notice_from(performer)}; its days end on {case.last}."
            return Cause(ReasonCode.NOTICE, text, f"Agree with {performer} on less notice.")
        text = f"{performer} is in charge of it on 0 of its days {case.days}."
        return Cause(ReasonCode.NO_QUALIFIED_PERSON, text, "Look at the coverage of the asset.")

    def _closed(self, case: Case, said: list[Inside]) -> Cause:
        """Open time is missing or too short; with notice, what is open before it is told."""
        opened: Intervals = ((case.begin, case.until),)
        for one in said:
            opened = shared(opened, self._timetable.timeline.intervals(one.spans))
        total, most = sum(end - start for start, end in opened), longest(opened)
        if most >= case.piece and case.visit.draft.out is not OutKind.BENCH:
            performer = case.leg.draft.profile.performer
            text = f"{total} minutes are open in its days {case.days}, none of them {case.piece} minutes long once "
            text += f"{performer} can come ({self._facts.notice_from(performer)})."
            return Cause(ReasonCode.NOTICE, text, f"Agree with {performer} on less notice, or on a later window.")
        if not total:
            text = f"0 minutes are open in its days {case.days}."
            return Cause(ReasonCode.NO_OPEN_WINDOW, text, f"Open {case.piece} minutes in those days.")
        text = f"It needs {case.piece} minutes; the longest open period in its days {case.days} has {most}."
        return Cause(ReasonCode.WINDOW_TOO_SHORT, text, f"Open one period of {case.piece} minutes in those days.")

    def _never_together(self, case: Case) -> Cause | None:
        """People are there one by one, but never enough of them at once."""
        crew = case.leg.draft.profile.crew
        stretches = [found for one in case.leg.people if (found := case.certified(one, case.feasible))]
        if crew == 1 or case.is_split or not stretches:
            return None
        most = most_together(stretches, case.piece)
        if most >= crew:
            return None
        text = f"It needs {crew} people at once for {case.piece} minutes with {case.skill or 'no special skill'}; "
        text += f"of {people_said(len(stretches))} at most {most} are at work together in the hours "
        text += f"in which it can be done, {case.days}."
        return Cause(ReasonCode.CREW_TOO_SMALL, text, "Let their shifts meet for one visit.")

    def _no_instrument(self, case: Case) -> Cause | None:
        for group, tools in zip(case.leg.draft.profile.instruments, case.leg.tools, strict=True):
            ready = [tool for tool in tools if case.long_enough(shared(case.feasible, tool.spans))]
            if not ready:
                return self._without(group, case)
        people = united(span for one in case.leg.people for span in case.certified(one, case.feasible))
        for group, tools in zip(case.leg.draft.profile.instruments, case.leg.tools, strict=True):
            if people and not any(case.long_enough(shared(people, tool.spans)) for tool in tools):
                return self._without(group, case, " while its people are at work")
        return None

    def _without(self, group: tuple[InstrumentClass, ...], case: Case, when: str = "") -> Cause:
        site = case.visit.draft.site
        owned = [one for name in group for one in self._facts.instruments_of(name)]
        names = " or ".join(group)
        text = f"It needs {names}: 0 of {len(owned)} are in calibration at {site} in its days {case.days}{when}"
        told = [_state(one) for one in sorted(owned, key=lambda one: (one.site not in (site, "*"), one.instrument))]
        text += f" ({listed(told)})." if told else "."
        return Cause(ReasonCode.NO_INSTRUMENT, text, f"Calibrate a {names} or bring one to {site}.")

    def _takes_too_much(self, case: Case) -> Cause | None:
        for level, amount, part in case.visit.takes:
            if amount > level.limit and part is not Part.UNTIL_DONE:
                return over_limit(level.kind, f"its visit takes {amount}, and at most {level.limit} may be")
        return None

    def _admits(self, case: Case) -> Iterator[tuple[str, Inside]]:
        return self._timetable.sentences.admits_by_rule(case.visit.draft)

    def _starts(self, case: Case, said: Inside) -> Intervals:
        """When a visit can start by one sentence alone."""
        spans = clipped(self._timetable.timeline.intervals(said.spans), case.begin, case.until)
        if said.part is Part.START:
            return spans
        return (starts_ending_in if said.part is Part.END else starts_inside)(spans, case.piece)


def over_limit(kind: str, numbers: str) -> Cause:
    """Too much would be out, or under way, at once."""
    what = "out at once" if kind in _FLEETS else "under way at once"
    code = _FLEETS.get(kind, ReasonCode.CAPACITY)
    return Cause(code, f"Too much would be {what} ({kind}): {numbers}.", f"Raise the limit ({kind}) for a day.")


def _state(one: Instrument) -> str:
    until = one.calibrated_until
    if isinstance(until, date):
        state = f"until {until}"
    else:
        state = "calibration unknown" if until is NoCalibration.UNKNOWN else "needs none"
    return f"{one.instrument} of {one.site}: {state}"
