"""Sentences of limits and instruments that others take: what a visit would need of them, and how much there is."""

from collections import Counter
from collections.abc import Iterable

from scheduler.verify.reasons.claim import Claim
from scheduler.verify.reasons.form import DAYS, PEOPLE, Form, Numbers, alone, days_of, form, usable
from scheduler.verify.reasons.hours import Asked

_LIMIT = r"Too much would be (?:out|under way) at once \((?P<kind>[a-z-]+)\): "


def _takes(claim: Claim) -> Numbers:
    """What a visit alone takes of a limit, and how much there is."""
    asked, amount, limit = claim.asked, claim.told["amount"], claim.told["limit"]
    found = {(str(own), str(there)) for own, there in _takings(asked, claim.told["kind"])}
    right = (amount, limit) if (amount, limit) in found else min(found, default=("nothing", "no limit"))
    people: Numbers = {"people": len(asked.ready), **days_of(asked)} if "people" in claim.told.re.groupindex else {}
    return {"amount": right[0], "limit": right[1], **people}


def _takings(asked: Asked, kind: str) -> Iterable[tuple[int, int]]:
    facts, task = asked.facts, asked.task
    out = facts.taken_out_with(facts.main_of(task.asset_tag))
    held = [task.asset_tag] if task.holds_asset else []
    if kind == "parallel-visits":
        limit = facts.department_of(task.asset_tag).max_parallel_visits
        return [] if limit is None else [(1, limit)]
    if kind == "one-visit-at-a-time":
        return [(1, 1)]
    if kind == "acuity-units":
        return _units(asked)
    counts: list[tuple[int, int]] = []
    for tags in (out, held):
        if kind in ("fleet-limit", "holds-asset"):
            fleets = Counter(facts.fleet_key(tag) for tag in tags if facts.is_in_use(tag))
            counts += [(own, facts.fleet_limit_of(key)) for key, own in fleets.items()]
        if kind in ("cover", "holds-asset"):
            groups = Counter(group.key for tag in tags for group in facts.cover_groups_of(tag))
            counts += [(own, facts.cover_group(key).max_out) for key, own in groups.items()]
    return counts


def _units(asked: Asked) -> Iterable[tuple[int, int]]:
    """Of the devices of the release's model in use in the acuity, all but one may be out; of one, that one."""
    facts, task = asked.facts, asked.task
    if task.install is None or not facts.is_in_use(task.asset_tag):
        return []
    patch, acuity = task.install.patch, facts.department_of(task.asset_tag).acuity
    alike = (tag for tag, one in facts.programme.assets.items() if (one.make, one.model) == (patch.make, patch.model))
    units = sum(facts.is_in_use(tag) and facts.department_of(tag).acuity is acuity for tag in alike)
    return [(1, max(1, units - 1))]


def _tools_taken(claim: Claim) -> Numbers:
    asked = claim.asked
    told = []
    for group in sorted(tuple(one) for one in asked.task.procedure.instruments):
        there = [one for name in group for one in asked.facts.instruments_of(name) if usable(one, asked)]
        told.append(f"{len(there)} with {' or '.join(group)}")
    return {"tools": ", ".join(told), "people": len(asked.ready), "minutes": asked.piece, **days_of(asked)}


TAKEN: tuple[Form, ...] = (
    alone(_LIMIT + r"its visit takes (?P<amount>\d+), and at most (?P<limit>\d+) may be\.", _takes),
    form(
        _LIMIT + rf"it takes (?P<amount>\d+) of (?P<limit>\d+), and others are out or held whenever {PEOPLE} "
        rf"could do it in its days {DAYS}\.",
        _takes,
    ),
    form(
        rf"All its instruments \((?P<tools>.+)\) are in use, or on the way, whenever {PEOPLE} could do it "
        rf"for (?P<minutes>\d+) minutes in its days {DAYS}\.",
        _tools_taken,
    ),
)
