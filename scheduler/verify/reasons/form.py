"""What a sentence of a reason is: words with groups, and the right number for each; and what many of them count."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scheduler.domain.calendar import EMPTY, Spans
from scheduler.domain.people import Instrument
from scheduler.verify.reasons.claim import Claim
from scheduler.verify.reasons.hours import Asked

Numbers = Mapping[str, object]
DAY = r"\d{4}-\d\d-\d\d"
DAYS = rf"(?P<first>{DAY}) to (?P<last>{DAY})"
PEOPLE = r"(?P<people>\d+) (?:person|people)"


@dataclass(frozen=True, slots=True)
class Form:
    """A sentence, and the right number for each of its groups. `is_of_it_alone`: true whatever else is planned."""

    words: "re.Pattern[str]"
    numbers: Callable[[Claim], Numbers]
    is_of_it_alone: bool = False


def form(words: str, numbers: Callable[[Claim], Numbers]) -> Form:
    return Form(re.compile(words, re.DOTALL), numbers)


def alone(words: str, numbers: Callable[[Claim], Numbers]) -> Form:
    """A sentence that speaks of its task alone: where its numbers are right, no plan does the task on these days."""
    return replace(form(words, numbers), is_of_it_alone=True)


def days_of(asked: Asked) -> Numbers:
    return {"first": asked.first, "last": asked.last}


def skill_of(asked: Asked, none: str) -> str:
    return asked.skill or none


def instant_of(said: str, asked: Asked) -> datetime:
    """A wall time at the asset's site."""
    wall = datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=asked.facts.zone_of(asked.task.asset_tag))
    return wall.astimezone(UTC)


def usable(instrument: Instrument, asked: Asked) -> Spans:
    site = asked.facts.site_of(asked.task.asset_tag).site
    return asked.facts.calibrated(instrument.instrument, site) if instrument.site in (site, "*") else EMPTY
