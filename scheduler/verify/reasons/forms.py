"""The sentences that a reason can be, each with the numbers that the tables give it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

from scheduler.domain.calendar import EMPTY, Span, Spans
from scheduler.domain.people import Instrument
from scheduler.verify.reasons.claim import Claim
from scheduler.verify.reasons.hours import Asked, days_in_charge, first_day, most_together
from scheduler.verify.reasons.minutes import Counted, longest_of

Numbers = Mapping[str, object]
_DAY = r"\d{4}-\d\d-\d\d"
_DAYS = rf"(?P<first>{_DAY}) to (?P<last>{_DAY})"
_PEOPLE = r"(?P<people>\d+) (?:person|people)"


@dataclass(frozen=True, slots=True)
class Form:
    """A sentence, and the right number for each of its groups."""

    words: "re.Pattern[str]"
    numbers: Callable[[Claim], Numbers]


def _form(words: str, numbers: Callable[[Claim], Numbers]) -> Form:
    return Form(re.compile(words, re.DOTALL), numbers)


def _days(asked: Asked) -> Numbers:
    return {"first": asked.first, "last": asked.last}


def _skill(asked: Asked, none: str) -> str:
    return asked.skill or none


# What the rules leave no room for


def _locked(claim: Claim) -> Numbers:
    """The lock stands at that time; how many of its people are at work then."""
    asked, said = claim.asked, _instant(claim.told["lock"], claim.asked)
    rows = {row.start: row for row in asked.facts.locks_of(asked.task.asset_tag, asked.task.name)}
    if said not in rows:
        return {"lock": "no lock"}
    then = asked.hours.clipped(Span(said, said + timedelta(minutes=asked.task.procedure.minutes)))
    wanted = {*rows[said].technicians} or {one.technician for one in asked.reaching}
    ready = [one for one in asked.reaching if one.technician in wanted and asked.certified(one, then)]
    return {"people": len(ready), "crew": asked.task.procedure.crew, "minutes": asked.task.procedure.minutes}


def _out_of_its_days(claim: Claim) -> Numbers:
    """The lock stands, and lies outside the days."""
    said = _instant(claim.told["lock"], claim.asked)
    is_inside = any(span.holds(said) for span in claim.asked.days)
    return {**_days(claim.asked), **({"lock": "in its days"} if is_inside else _locked(claim))}


def _no_day_by_order(claim: Claim) -> Numbers:
    task, told = claim.asked.task, claim.told
    named = {(one, day.isoformat()) for one, day in claim.orders}
    found: dict[str, object] = {"opens": task.window.first_day, "closes": task.window.last_day}
    for side, limit in (("former", claim.asked.first), ("later", claim.asked.last)):
        if told[side] is not None:
            found[f"{side}_day"] = told[f"{side}_day"] if (told[side], told[f"{side}_day"]) in named else "another day"
            found[f"{side}_limit"] = limit
    found["days"] = max(0, (claim.asked.last - claim.asked.first).days + 1)
    return found


def _waits(claim: Claim) -> Numbers:
    return {"before": claim.before, "without": claim.left}


def _no_day(claim: Claim) -> Numbers:
    asked = claim.asked
    back = asked.facts.asset(asked.task.asset_tag).expected_back
    begins = first_day(asked.task, asked.facts)
    repair = "It is in repair until then. " if back == begins else None
    return {
        "from_day": asked.first,
        "ended": asked.last,
        "days": max(0, (asked.last - asked.first).days + 1),
        "repair": repair,
    }


def _nobody(claim: Claim) -> Numbers:
    asked = claim.asked
    return {
        "skill": _skill(asked, "no special skill"),
        "site": asked.facts.site_of(asked.task.asset_tag).site,
        "crew": asked.task.procedure.crew,
        "hold": len(asked.holders),
        "people": len(asked.facts.technicians(asked.performer)),
        "reach": len(asked.reaching),
        "performer": asked.performer,
    }


def _certificates(claim: Claim) -> Numbers:
    asked = claim.asked
    hours = asked.days if claim.told["any"] else asked.hours
    present = [one for one in asked.reaching if asked.present(one, hours)]
    return {
        "crew": asked.task.procedure.crew,
        "skill": asked.skill,
        "minutes": asked.piece,
        "present": len(present),
        "ready": sum(bool(asked.certified(one, hours)) for one in present),
        **_days(asked),
    }


def _notice(claim: Claim) -> Numbers:
    asked = claim.asked
    row = asked.facts.programme.performers[asked.performer]
    from_day = asked.facts.today + timedelta(days=row.notice_days)
    return {"performer": asked.performer, "notice": row.notice_days, "from_day": from_day, "last": asked.last}


def _not_in_charge(claim: Claim) -> Numbers:
    return {"performer": claim.asked.performer, "days": days_in_charge(claim.asked), **_days(claim.asked)}


def _closed(claim: Claim) -> Numbers:
    asked = claim.asked
    notice = asked.facts.programme.performers.get(asked.performer)
    spans = asked.opened
    return {
        "open": spans.minutes,
        "longest": max((span.minutes for span in spans), default=0),
        "needed": asked.piece,
        "from_day": asked.facts.today + timedelta(days=notice.notice_days if notice else 0),
        **_days(asked),
    }


def _never_together(claim: Claim) -> Numbers:
    asked = claim.asked
    return {
        "crew": asked.task.procedure.crew,
        "minutes": asked.piece,
        "skill": _skill(asked, "no special skill"),
        "people": len(asked.ready),
        "most": most_together(asked.ready, asked.piece),
        **_days(asked),
    }


def _no_instrument(claim: Claim) -> Numbers:
    asked, group = claim.asked, tuple(claim.told["group"].split(" or "))
    wanted = [tuple(one) for one in asked.task.procedure.instruments]
    owned = [one for name in group for one in asked.facts.instruments_of(name)]
    hours = asked.hours
    if claim.told["at_work"]:
        hours = Spans.of(span for spans in asked.ready.values() for span in spans)
    ready = sum(bool(asked.long_enough(hours & _usable(one, asked))) for one in owned)
    return {
        "group": claim.told["group"] if group in wanted else "another instrument",
        "ready": ready,
        "owned": len(owned),
        "site": asked.facts.site_of(asked.task.asset_tag).site,
        **_days(asked),
    }


def _usable(instrument: Instrument, asked: Asked) -> Spans:
    site = asked.facts.site_of(asked.task.asset_tag).site
    return asked.facts.calibrated(instrument.instrument, site) if instrument.site in (site, "*") else EMPTY


# What is taken


def _takes(claim: Claim) -> Numbers:
    """What a visit alone takes of a limit, and how much there is."""
    asked, amount, limit = claim.asked, claim.told["amount"], claim.told["limit"]
    found = {(str(own), str(there)) for own, there in _takings(asked, claim.told["kind"])}
    right = (amount, limit) if (amount, limit) in found else min(found, default=("nothing", "no limit"))
    people: Numbers = {"people": len(asked.ready), **_days(asked)} if "people" in claim.told.re.groupindex else {}
    return {"amount": right[0], "limit": right[1], **people}


def _takings(asked: Asked, kind: str) -> Iterable[tuple[int, int]]:
    facts, task = asked.facts, asked.task
    out = facts.taken_out_with(facts.main_of(task.asset_tag))
    held = [task.asset_tag] if task.holds_asset else []
    if kind == "parallel-visits":
        limit = facts.department_of(task.asset_tag).max_parallel_visits
        return [] if limit is None else [(1, limit)]
    counts: list[tuple[int, int]] = []
    for tags in (out, held):
        if kind in ("fleet-limit", "holds-asset"):
            fleets = Counter(facts.fleet_key(tag) for tag in tags if facts.is_in_use(tag))
            counts += [(own, facts.fleet_limit_of(key)) for key, own in fleets.items()]
        if kind in ("cover", "holds-asset"):
            groups = Counter(group.key for tag in tags for group in facts.cover_groups_of(tag))
            counts += [(own, facts.cover_group(key).max_out) for key, own in groups.items()]
    return counts


def _tools_taken(claim: Claim) -> Numbers:
    asked = claim.asked
    told = []
    for group in sorted(tuple(one) for one in asked.task.procedure.instruments):
        usable = [one for name in group for one in asked.facts.instruments_of(name) if _usable(one, asked)]
        told.append(f"{len(usable)} with {' or '.join(group)}")
    return {"tools": ", ".join(told), "people": len(asked.ready), "minutes": asked.piece, **_days(asked)}


# Minutes of people


def _nobody_there(claim: Claim) -> Numbers:
    asked = claim.asked
    return {
        "crew": asked.task.procedure.crew,
        "skill": _skill(asked, "no special skill"),
        "minutes": asked.piece,
        "people": len(asked.ready),
        "reach": len(asked.reaching),
        "site": asked.facts.site_of(asked.task.asset_tag).site,
        **_days(asked),
    }


def _share(claim: Claim) -> Numbers:
    asked = claim.asked
    whole = longest_of([one.whole for one in claim.books.counted(asked)], asked.task.procedure.crew)
    return {"needed": asked.piece, "whole": whole, **_days(asked)}


def _minutes(claim: Claim) -> Numbers:
    asked, counted = claim.asked, claim.books.counted(claim.asked)
    procedure = asked.task.procedure
    there, left = sum(one.there for one in counted), sum(one.left for one in counted)
    return {
        "crew": procedure.crew,
        "needed": procedure.minutes,
        "skill": _skill(asked, "any skill"),
        "people": len(counted),
        "there": there,
        "weeks": len(_weeks(counted)),
        "taken": there - left,
        "left": left,
        "piece": longest_of([one.piece for one in counted], procedure.crew),
        "at_once": procedure.crew,
        "minutes": procedure.minutes,
        **_days(asked),
        **_free_place(claim),
    }


def _free_place(claim: Claim) -> Numbers:
    """Enough people are free when a place is said to be."""
    said = claim.told["free_at"]
    if said is None:
        return {}
    start = _instant(said, claim.asked)
    free = claim.books.free_at(start, claim.asked)
    return {} if free >= claim.asked.task.procedure.crew else {"free_at": f"a time at which {free} people are free"}


def _instant(said: str, asked: Asked) -> datetime:
    """A wall time at the asset's site."""
    wall = datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=asked.facts.zone_of(asked.task.asset_tag))
    return wall.astimezone(UTC)


def _weeks(counted: Iterable[Counted]) -> frozenset[str]:
    return reduce(or_, (one.weeks for one in counted), frozenset[str]())


def _no_minutes(claim: Claim) -> Numbers:
    return {"needed": claim.asked.task.procedure.minutes}


_NUMBERS = (
    r"It needs (?:(?P<crew>\d+) times )?(?P<needed>\d+) minutes of (?P<skill>.+?) between "
    rf"(?P<first>{_DAY}) and (?P<last>{_DAY}): {_PEOPLE} (?:has|have) (?P<there>\d+) in (?P<weeks>\d+) weeks? "
    r"in the hours in which it can be done; (?P<taken>\d+) are taken by planned work, (?P<left>\d+) left"
)
_LIMIT = r"Too much would be (?:out|under way) at once \((?P<kind>[a-z-]+)\): "

FORMS: tuple[Form, ...] = (
    _form(
        rf"It is locked to (?P<lock>{_DAY} \d\d:\d\d), and cannot be done then: "
        r"(?:(?P<people>\d+) of (?P<crew>\d+) people are at work then|"
        r"the asset cannot be spared for (?P<minutes>\d+) minutes from then|[^0-9]*)\.",
        _locked,
    ),
    _form(rf"It is locked to (?P<lock>{_DAY} \d\d:\d\d); its days are {_DAYS}\.", _out_of_its_days),
    _form(
        r"It is done only after (?P<before>\d+) other tasks?, of which (?P<without>\d+) (?:has|have) no place\.",
        _waits,
    ),
    _form(
        rf"It comes (?:after (?P<former>.+?) \((?P<former_day>{_DAY})\), from (?P<former_limit>{_DAY}) on)?(?: and )?"
        rf"(?:before (?P<later>.+?) \((?P<later_day>{_DAY})\), until (?P<later_limit>{_DAY}))?; "
        rf"its window is (?P<opens>{_DAY}) to (?P<closes>{_DAY}): (?P<days>\d+) days are left\.",
        _no_day_by_order,
    ),
    _form(
        rf"(?P<repair>It is in repair until then\. )?It can be done from (?P<from_day>{_DAY}) on, "
        rf"and its window ended on (?P<ended>{_DAY}): (?P<days>\d+) days are left\.",
        _no_day,
    ),
    _form(
        r"It needs (?:(?P<crew>\d+) people at once with )?(?P<skill>.+?) at (?P<site>.+?): (?P<hold>\d+) of "
        rf"{_PEOPLE} of (?P<performer>.+?) hold it, (?P<reach>\d+) of them serve .+\.",
        _nobody,
    ),
    _form(
        r"It needs (?P<crew>\d+) (?:person|people) with (?P<skill>.+?) for (?P<minutes>\d+) minutes "
        rf"(?:(?P<any>in its days) |in the hours in which it can be done, ){_DAYS}: (?P<present>\d+) with the "
        r"certificate work then; it is in force for (?P<ready>\d+) \(.*\)\.",
        _certificates,
    ),
    _form(
        r"(?P<performer>.+) needs (?P<notice>\d+) days' notice, so nothing before "
        rf"(?P<from_day>{_DAY}); its days end on (?P<last>{_DAY})\.",
        _notice,
    ),
    _form(rf"(?P<performer>.+) is in charge of it on (?P<days>\d+) of its days {_DAYS}\.", _not_in_charge),
    _form(
        rf"(?P<open>\d+) minutes are open in its days {_DAYS}, none of them (?P<needed>\d+) minutes long once "
        rf".+ can come \((?P<from_day>{_DAY})\)\.",
        _closed,
    ),
    _form(rf"(?P<open>\d+) minutes are open in its days {_DAYS}\.", _closed),
    _form(
        rf"It needs (?P<needed>\d+) minutes; the longest open period in its days {_DAYS} has (?P<longest>\d+)\.",
        _closed,
    ),
    _form(
        r"It needs (?P<crew>\d+) people at once for (?P<minutes>\d+) minutes with (?P<skill>.+?); "
        rf"of {_PEOPLE} at most (?P<most>\d+) are at work together in the hours in which it can be done, {_DAYS}\.",
        _never_together,
    ),
    _form(
        r"It needs (?P<group>.+?): (?P<ready>\d+) of (?P<owned>\d+) are in calibration at (?P<site>.+?) "
        rf"in its days {_DAYS}(?P<at_work> while its people are at work)?(?: \(.*\))?\.",
        _no_instrument,
    ),
    _form(_LIMIT + r"its visit takes (?P<amount>\d+), and at most (?P<limit>\d+) may be\.", _takes),
    _form(
        _LIMIT + rf"it takes (?P<amount>\d+) of (?P<limit>\d+), and others are out or held whenever {_PEOPLE} "
        rf"could do it in its days {_DAYS}\.",
        _takes,
    ),
    _form(
        rf"All its instruments \((?P<tools>.+)\) are in use, or on the way, whenever {_PEOPLE} could do it "
        rf"for (?P<minutes>\d+) minutes in its days {_DAYS}\.",
        _tools_taken,
    ),
    _form(
        r"It needs (?P<crew>\d+) (?:person|people) with (?P<skill>.+?) for (?P<minutes>\d+) minutes in "
        rf"{_DAYS}: (?P<people>\d+) of (?P<reach>\d+) who serve (?P<site>.+?) are at work so long, "
        r"the ways taken off, in the hours in which it can be done\.",
        _nobody_there,
    ),
    _form(
        r"It needs (?P<needed>\d+) minutes in one go; the most that shares and the way leave anybody "
        rf"on one day of {_DAYS} is (?P<whole>\d+)\.",
        _share,
    ),
    _form(
        _NUMBERS + r"(?: in pieces of at most (?P<piece>\d+)|, the ways taken off in no piece|"
        r"; (?P<at_once>\d+) of them are never free at once for (?P<minutes>\d+) minutes|"
        r", in pieces that the ways, the day's share or other visits to the same asset leave too short|"
        r"; there is a place for it and one for .+, but none for both in their order|"
        rf": a place is free(?: \((?P<free_at>{_DAY} \d\d:\d\d)\))? that the plan does not use)?\.",
        _minutes,
    ),
    _form(r"It has (?P<needed>\d+) minutes of work, so no visit can be made\.", _no_minutes),
)
