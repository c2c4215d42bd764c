"""What people had seen before a plan that was planned again: what became of each visit, and the tables as they were."""

from dataclasses import dataclass

from scheduler.domain.footprint import Footprint
from scheduler.outputs.comparison import Side


@dataclass(frozen=True, slots=True)
class Before:
    """The fate of every published visit that was still ahead, and the plan in which people had seen it."""

    footprint: Footprint
    side: Side
