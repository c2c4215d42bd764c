"""By when a patch is owed on an asset: tables with effective dates, and one pure function that reads them.

`Deadlines(programme, today).of(patch, asset, impact_class)` gathers the facts and asks `deadline_of`.
"""

from scheduler.risk.deadlines.deadline import Clock, Deadline
from scheduler.risk.deadlines.facts import AssetFacts, ReleaseFacts, Vulnerability
from scheduler.risk.deadlines.four_dates import FourDates, four_dates
from scheduler.risk.deadlines.gathering import Deadlines
from scheduler.risk.deadlines.reading import deadline_of, earliest, urgency

__all__ = [
    "AssetFacts",
    "Clock",
    "Deadline",
    "Deadlines",
    "FourDates",
    "ReleaseFacts",
    "Vulnerability",
    "deadline_of",
    "earliest",
    "four_dates",
    "urgency",
]
