"""The words that rules are written in: four kinds of sentence that every engine understands.

*admits*: `Inside` and `Holds` narrow when, by whom and with what a visit may happen. Interval containment composes: inside
one span of A and inside one span of B means inside one span of A & B, so an engine only intersects.
*uses*: `Takes` says how much of which capacity is gone while something runs; `Spends` charges minutes to a day or a week.
*orders*: `After` says what follows what. *prices*: `Price` is what a choice costs, in whole points.
"""

from dataclasses import dataclass
from enum import Enum

from scheduler.domain.calendar import Spans
from scheduler.domain.ids import SkillName, TaskId


class Part(Enum):
    """The part of a visit that a sentence speaks of."""

    START = "the first leg's start"
    END = "the last leg's end"
    VISIT = "first leg's start to last leg's end"
    OUT = "the time the asset is out"
    OUT_ENDS = "the two instants of collection and return"
    LEG = "the leg"


@dataclass(frozen=True, slots=True)
class Inside:
    """The part lies inside one of these spans (an instant: within one, its end included for END and OUT_ENDS)."""

    part: Part
    spans: Spans
    because: str
    """What to call it when nothing is left, in words: "no open downtime window"."""


@dataclass(frozen=True, slots=True)
class Holds:
    """A technician holds this skill for legs that lie inside one of these spans."""

    skill: SkillName
    spans: Spans


@dataclass(frozen=True, slots=True)
class Resource:
    """A capacity by name: `kind` is the key of the rule that limits it, `key` says which one."""

    kind: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Takes:
    """`amount` of the resource is taken at every minute of the part; the rule's `limit` says how much there is."""

    resource: Resource
    amount: int
    part: Part


class Per(Enum):
    """The bucket that minutes are charged to: the day or ISO week in which the shift starts, in its site's zone."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Spends:
    """A leg's minutes, and the counted travel to it, are charged to its technician's day or week."""

    resource: Resource
    per: Per


@dataclass(frozen=True, slots=True)
class After:
    """`then` starts at least `lag_days` local days (0: at the instant of the end, or later) after `first` ends.

    `together`: neither is placed without the other. `needs_first`: `then` is not placed unless `first` is.
    """

    first: TaskId
    then: TaskId
    lag_days: int = 0
    together: bool = False
    needs_first: bool = False


@dataclass(frozen=True, slots=True)
class Price:
    """What a choice costs under one term of the objective, in whole points."""

    term: str
    points: int
