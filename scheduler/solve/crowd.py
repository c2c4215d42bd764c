"""The people of a case, what they have for it, and the sentences that say so in numbers."""

from dataclasses import dataclass

from scheduler.domain.obligation import ReasonCode
from scheduler.solve.candidates import Candidate
from scheduler.solve.case import Case
from scheduler.solve.cause import Cause, people_said, weeks_said
from scheduler.solve.intervals import Intervals
from scheduler.solve.room import PlaceFrom, Room


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of a case who are at work in its hours, where that keeps them, and the room that each has."""

    people: tuple[Candidate, ...]
    place_from: PlaceFrom
    hours: tuple[Intervals, ...]
    free: tuple[Intervals, ...]
    rooms: tuple[Room, ...]

    @property
    def there(self) -> int:
        return sum(room.there for room in self.rooms)

    @property
    def left(self) -> int:
        return sum(room.left for room in self.rooms)

    @property
    def weeks(self) -> int:
        return len({week for room in self.rooms for week, minutes in room.weeks.items() if minutes.there})

    def piece(self, crew: int) -> int:
        """The longest piece that is left to so many of them, each on their own."""
        pieces = sorted((room.piece for room in self.rooms), reverse=True)
        return max(0, pieces[crew - 1]) if len(pieces) >= crew else 0

    def whole(self, crew: int) -> int:
        """The same if nothing were planned."""
        pieces = sorted((room.whole for room in self.rooms), reverse=True)
        return max(0, pieces[crew - 1]) if len(pieces) >= crew else 0


def capacity(case: Case, crowd: Crowd, reach: int) -> Cause:
    crew = case.leg.draft.profile.crew
    whole = crowd.whole(crew)
    if len(crowd.rooms) < crew:
        return _nobody_there(case, crowd, reach)
    if whole < case.piece:
        text = f"It needs {case.piece} minutes in one go; the most that shares and the way leave anybody "
        text += f"on one day of {case.days} is {whole}."
        return Cause(ReasonCode.CAPACITY, text, f"Raise the share of a day by {case.piece - whole} minutes.")
    piece = crowd.piece(crew)
    ending = f" in pieces of at most {piece}" if piece else ", the ways taken off in no piece" if crowd.left else ""
    return Cause(ReasonCode.CAPACITY, f"{numbers(case, crowd)}{ending}.", more(case))


def _nobody_there(case: Case, crowd: Crowd, reach: int) -> Cause:
    profile = case.leg.draft.profile
    skill, there = case.skill or "no special skill", len(crowd.rooms)
    text = f"It needs {people_said(profile.crew)} with {skill} for {case.piece} minutes in {case.days}: "
    text += f"{there} of {reach} who serve {profile.site} are at work so long, "
    text += "the ways taken off, in the hours in which it can be done."
    code = ReasonCode.CREW_TOO_SMALL if there else ReasonCode.CAPACITY
    return Cause(code, text, f"Add a shift of somebody with {skill} in those hours.")


def numbers(case: Case, crowd: Crowd) -> str:
    """Needed; there, taken and left by the shares, inside the hours in which it can be done."""
    crew, minutes = case.leg.draft.profile.crew, case.leg.minutes
    needed = f"{minutes} minutes" if crew == 1 else f"{crew} times {minutes} minutes"
    who = people_said(len(crowd.rooms))
    text = f"It needs {needed} of {case.skill or 'any skill'} between {case.first} and {case.last}: {who} "
    text += f"{'has' if len(crowd.rooms) == 1 else 'have'} {crowd.there} in {weeks_said(crowd.weeks)} in the hours "
    return text + f"in which it can be done; {crowd.there - crowd.left} are taken by planned work, {crowd.left} left"


def more(case: Case) -> str:
    minutes = case.leg.minutes * case.leg.draft.profile.crew
    return f"Free or add {minutes} minutes of {case.skill or 'anybody'} between {case.first} and {case.last}."
