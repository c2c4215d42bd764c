"""Sentences of what the rules alone leave no room for: locks, days, certificates, open hours, crews, instruments."""

from datetime import timedelta

from scheduler.domain.calendar import Span, Spans
from scheduler.verify.reasons.claim import Claim
from scheduler.verify.reasons.form import (
    DAY,
    DAYS,
    PEOPLE,
    Form,
    Numbers,
    alone,
    days_of,
    form,
    instant_of,
    skill_of,
    usable,
)
from scheduler.verify.reasons.hours import days_in_charge, first_day, most_together


def _locked(claim: Claim) -> Numbers:
    """The lock stands at that time; how many of its people are at work then."""
    asked, said = claim.asked, instant_of(claim.told["lock"], claim.asked)
    rows = {row.start: row for row in asked.facts.locks_of(asked.task.asset_tag, asked.task.name)}
    if said not in rows:
        return {"lock": "no lock"}
    then = asked.hours.clipped(Span(said, said + timedelta(minutes=asked.task.procedure.minutes)))
    wanted = {*rows[said].technicians} or {one.technician for one in asked.reaching}
    ready = [one for one in asked.reaching if one.technician in wanted and asked.certified(one, then)]
    return {"people": len(ready), "crew": asked.task.procedure.crew, "minutes": asked.task.procedure.minutes}


def _out_of_its_days(claim: Claim) -> Numbers:
    """The lock stands, and lies outside the days."""
    said = instant_of(claim.told["lock"], claim.asked)
    is_inside = any(span.holds(said) for span in claim.asked.days)
    return {**days_of(claim.asked), **({"lock": "in its days"} if is_inside else _locked(claim))}


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
        "skill": skill_of(asked, "no special skill"),
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
        **days_of(asked),
    }


def _notice(claim: Claim) -> Numbers:
    asked = claim.asked
    row = asked.facts.programme.performers[asked.performer]
    from_day = asked.facts.today + timedelta(days=row.notice_days)
    return {"performer": asked.performer, "notice": row.notice_days, "from_day": from_day, "last": asked.last}


def _not_in_charge(claim: Claim) -> Numbers:
    return {"performer": claim.asked.performer, "days": days_in_charge(claim.asked), **days_of(claim.asked)}


def _closed(claim: Claim) -> Numbers:
    asked = claim.asked
    notice = asked.facts.programme.performers.get(asked.performer)
    spans = asked.opened
    return {
        "open": spans.minutes,
        "longest": max((span.minutes for span in spans), default=0),
        "needed": asked.piece,
        "from_day": asked.facts.today + timedelta(days=notice.notice_days if notice else 0),
        **days_of(asked),
    }


def _never_together(claim: Claim) -> Numbers:
    asked = claim.asked
    return {
        "crew": asked.task.procedure.crew,
        "minutes": asked.piece,
        "skill": skill_of(asked, "no special skill"),
        "people": len(asked.ready),
        "most": most_together(asked.ready, asked.piece),
        **days_of(asked),
    }


def _no_instrument(claim: Claim) -> Numbers:
    asked, group = claim.asked, tuple(claim.told["group"].split(" or "))
    wanted = [tuple(one) for one in asked.task.procedure.instruments]
    owned = [one for name in group for one in asked.facts.instruments_of(name)]
    hours = asked.hours
    if claim.told["at_work"]:
        hours = Spans.of(span for spans in asked.ready.values() for span in spans)
    ready = sum(bool(asked.long_enough(hours & usable(one, asked))) for one in owned)
    return {
        "group": claim.told["group"] if group in wanted else "another instrument",
        "ready": ready,
        "owned": len(owned),
        "site": asked.facts.site_of(asked.task.asset_tag).site,
        **days_of(asked),
    }


RULES_ALONE: tuple[Form, ...] = (
    alone(
        rf"It is locked to (?P<lock>{DAY} \d\d:\d\d), and cannot be done then: "
        r"(?:(?P<people>\d+) of (?P<crew>\d+) people are at work then|"
        r"the asset cannot be spared for (?P<minutes>\d+) minutes from then)\.",
        _locked,
    ),
    form(rf"It is locked to (?P<lock>{DAY} \d\d:\d\d), and cannot be done then: [^0-9]*\.", _locked),
    alone(rf"It is locked to (?P<lock>{DAY} \d\d:\d\d); its days are {DAYS}\.", _out_of_its_days),
    form(
        r"It is done only after (?P<before>\d+) other tasks?, of which (?P<without>\d+) (?:has|have) no place\.",
        _waits,
    ),
    form(
        rf"It comes (?:after (?P<former>.+?) \((?P<former_day>{DAY})\), from (?P<former_limit>{DAY}) on)?(?: and )?"
        rf"(?:before (?P<later>.+?) \((?P<later_day>{DAY})\), until (?P<later_limit>{DAY}))?; "
        rf"its window is (?P<opens>{DAY}) to (?P<closes>{DAY}): (?P<days>\d+) days are left\.",
        _no_day_by_order,
    ),
    alone(
        rf"(?P<repair>It is in repair until then\. )?It can be done from (?P<from_day>{DAY}) on, "
        rf"and its window ended on (?P<ended>{DAY}): (?P<days>\d+) days are left\.",
        _no_day,
    ),
    alone(
        r"It needs (?:(?P<crew>\d+) people at once with )?(?P<skill>.+?) at (?P<site>.+?): (?P<hold>\d+) of "
        rf"{PEOPLE} of (?P<performer>.+?) hold it, (?P<reach>\d+) of them serve .+\.",
        _nobody,
    ),
    alone(
        r"It needs (?P<crew>\d+) (?:person|people) with (?P<skill>.+?) for (?P<minutes>\d+) minutes "
        rf"(?:(?P<any>in its days) |in the hours in which it can be done, ){DAYS}: (?P<present>\d+) with the "
        r"certificate work then; it is in force for (?P<ready>\d+) \(.*\)\.",
        _certificates,
    ),
    alone(
        r"(?P<performer>.+) needs (?P<notice>\d+) days' notice, so nothing before "
        rf"(?P<from_day>{DAY}); its days end on (?P<last>{DAY})\.",
        _notice,
    ),
    alone(rf"(?P<performer>.+) is in charge of it on (?P<days>\d+) of its days {DAYS}\.", _not_in_charge),
    alone(
        rf"(?P<open>\d+) minutes are open in its days {DAYS}, none of them (?P<needed>\d+) minutes long once "
        rf".+ can come \((?P<from_day>{DAY})\)\.",
        _closed,
    ),
    alone(rf"(?P<open>\d+) minutes are open in its days {DAYS}\.", _closed),
    alone(
        rf"It needs (?P<needed>\d+) minutes; the longest open period in its days {DAYS} has (?P<longest>\d+)\.",
        _closed,
    ),
    alone(
        r"It needs (?P<crew>\d+) people at once for (?P<minutes>\d+) minutes with (?P<skill>.+?); "
        rf"of {PEOPLE} at most (?P<most>\d+) are at work together in the hours in which it can be done, {DAYS}\.",
        _never_together,
    ),
    alone(
        r"It needs (?P<group>.+?): (?P<ready>\d+) of (?P<owned>\d+) are in calibration at (?P<site>.+?) "
        rf"in its days {DAYS}(?P<at_work> while its people are at work)?(?: \(.*\))?\.",
        _no_instrument,
    ),
)
