"""A sentence that was read, with all that is needed to count its numbers again."""

import re
from dataclasses import dataclass
from datetime import date

from scheduler.verify.reasons.hours import Asked
from scheduler.verify.reasons.minutes import Books


@dataclass(frozen=True, slots=True)
class Claim:
    """`orders`: the work before and after the task by name, with its day. `before`: tasks that must
    be done first, `left`: those of them without a place. `told`: the words and their numbers."""

    asked: Asked
    books: Books
    orders: frozenset[tuple[str, date]]
    before: int
    left: int
    told: "re.Match[str]"
