"""Sentences of minutes of people: needed, there, taken by planned work, left, and in what pieces."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from scheduler.verify.reasons.claim import Claim
from scheduler.verify.reasons.form import DAY, DAYS, PEOPLE, Form, Numbers, alone, days_of, form, instant_of, skill_of
from scheduler.verify.reasons.minutes import Counted, longest_of

_NUMBERS = (
    r"It needs (?:(?P<crew>\d+) times )?(?P<needed>\d+) minutes of (?P<skill>.+?) between "
    rf"(?P<first>{DAY}) and (?P<last>{DAY}): {PEOPLE} (?:has|have) (?P<there>\d+) in (?P<weeks>\d+) weeks? "
    r"in the hours in which it can be done; (?P<taken>\d+) are taken by planned work, (?P<left>\d+) left"
)


def _nobody_there(claim: Claim) -> Numbers:
    asked = claim.asked
    return {
        "crew": asked.task.procedure.crew,
        "skill": skill_of(asked, "no special skill"),
        "minutes": asked.piece,
        "people": len(asked.ready),
        "reach": len(asked.reaching),
        "site": asked.facts.site_of(asked.task.asset_tag).site,
        **days_of(asked),
    }


def _share(claim: Claim) -> Numbers:
    asked = claim.asked
    whole = longest_of([one.whole for one in claim.books.counted(asked)], asked.task.procedure.crew)
    return {"needed": asked.piece, "whole": whole, **days_of(asked)}


def _minutes(claim: Claim) -> Numbers:
    asked, counted = claim.asked, claim.books.counted(claim.asked)
    procedure = asked.task.procedure
    there, left = sum(one.there for one in counted), sum(one.left for one in counted)
    return {
        "crew": procedure.crew,
        "needed": procedure.minutes,
        "skill": skill_of(asked, "any skill"),
        "people": len(counted),
        "there": there,
        "weeks": len(_weeks(counted)),
        "taken": there - left,
        "left": left,
        "piece": longest_of([one.piece for one in counted], procedure.crew),
        "at_once": procedure.crew,
        "minutes": procedure.minutes,
        **days_of(asked),
        **_free_place(claim),
    }


def _free_place(claim: Claim) -> Numbers:
    """Enough people are free when a place is said to be."""
    said = claim.told["free_at"]
    if said is None:
        return {}
    start = instant_of(said, claim.asked)
    free = claim.books.free_at(start, claim.asked)
    return {} if free >= claim.asked.task.procedure.crew else {"free_at": f"a time at which {free} people are free"}


def _weeks(counted: Iterable[Counted]) -> frozenset[str]:
    return reduce(or_, (one.weeks for one in counted), frozenset[str]())


def _no_minutes(claim: Claim) -> Numbers:
    return {"needed": claim.asked.task.procedure.minutes}


MINUTES: tuple[Form, ...] = (
    alone(
        r"It needs (?P<crew>\d+) (?:person|people) with (?P<skill>.+?) for (?P<minutes>\d+) minutes in "
        rf"{DAYS}: (?P<people>\d+) of (?P<reach>\d+) who serve (?P<site>.+?) are at work so long, "
        r"the ways taken off, in the hours in which it can be done\.",
        _nobody_there,
    ),
    alone(
        r"It needs (?P<needed>\d+) minutes in one go; the most that shares and the way leave anybody "
        rf"on one day of {DAYS} is (?P<whole>\d+)\.",
        _share,
    ),
    form(
        _NUMBERS + r"(?: in pieces of at most (?P<piece>\d+)|, the ways taken off in no piece|"
        r"; (?P<at_once>\d+) of them are never free at once for (?P<minutes>\d+) minutes|"
        r", in pieces that the ways, the day's share or other visits to the same asset leave too short|"
        r"; there is a place for it and one for .+, but none for both in their order|"
        rf": a place is free(?: \((?P<free_at>{DAY} \d\d:\d\d)\))? that the plan does not use)?\.",
        _minutes,
    ),
    form(r"It has (?P<needed>\d+) minutes of work, so no visit can be made\.", _no_minutes),
)
