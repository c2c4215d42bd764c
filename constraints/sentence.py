"""The words that rules are written in: four kinds of sentence that every engine understands.

*admits*: `Inside`, `Holds` and `Exactly` narrow when, by whom and with what a visit may happen. Interval containment
composes: inside one span of A and inside one span of B means inside one span of A & B, so an engine only intersects.
*uses*: `Takes` says how much of which capacity is gone while something runs; `Spends` charges minutes to a day or a
week.
*orders*: `After` says what follows what, `InTurn` which stages follow each other. *prices*: `Price` is what a choice
costs, in whole points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from scheduler.domain.calendar import Periodicity, Spans
from scheduler.domain.ids import SkillName, TaskId, TechnicianId


class Part(Enum):
    """The part of a visit that a sentence speaks of."""

    START = "the first leg's start"
    END = "the last leg's end"
    VISIT = "first leg's start to last leg's end"
    OUT = "the time the asset is out"
    OUT_ENDS = "the two instants of collection and return"
    LEG = "the leg"
    UNTIL_DONE = "the horizon's first day to the end of the visit and of the time out; all days without a visit"
    """What is taken from the outset and given back by a visit: engines start with it taken for every open task."""


@dataclass(frozen=True, slots=True)
class Inside:
    """The part lies inside one of these spans (an instant: within one, its end included for END and OUT_ENDS)."""

    part: Part
    spans: Spans
    because: str
    """What to call it when nothing is left, in words: "no open downtime window"."""


@dataclass(frozen=True, slots=True)
class Holds:
    """A technician holds this skill for visits of which all, from the leg's start to the visit's end, lies in one span.

    A crew needs as many holders of each skill as `LegProfile.skills` says, and nobody whom neither `crew` nor a skill
    needs.
    """

    skill: SkillName
    spans: Spans


@dataclass(frozen=True, slots=True)
class Exactly:
    """The leg that holds this task is done by these people and nobody else."""

    task: TaskId
    technicians: tuple[TechnicianId, ...]


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
    """A leg's minutes and the counted travel are charged to its technician's day or week.

    Counted is the travel between sites: to the leg from the leg before it in the same stretch of a shift
    (`Facts.working`), to the first one from the shift's site, and from the last one back. A leg belongs to the
    stretch in which it starts, and all of it to that shift's day. Anonymous people have no way from and to the
    shift's site; remote work is at it. How much there is: `limit` of the resource with the bucket added to its key:
    the day as "2027-01-31", the week as "2027-W05".
    """

    resource: Resource
    per: Per


@dataclass(frozen=True, slots=True)
class After:
    """`then` starts at the instant of `first`'s end or later.

    `every` and `lag_days`: nor before the local day `every` after the day of `first`'s end, moved by `lag_days` (less
    than 0: earlier). `together`: neither is placed without the other. `needs_first`: `then` is not placed unless
    `first` is. `meanwhile`: taken from the end of the time out of `first`'s visit until the visit of `then` takes the
    asset out itself, or ends; nothing if they share a visit.
    """

    first: TaskId
    then: TaskId
    every: Periodicity | None = None
    lag_days: int = 0
    together: bool = False
    needs_first: bool = False
    meanwhile: tuple[Takes, ...] = ()


@dataclass(frozen=True, slots=True)
class InTurn:
    """Stages of work: a task starts at the instant at which the last placed one of the stages before ends, or later.

    `whole`: of so many first stages every task is placed, or none of a later stage is. `soak_days`: nor does a later
    stage start before the local day that many days after the day of the first stage's last end. `in_time_until`: the
    last days of windows. Work of later stages than the `whole` ones that starts after its own comes when it can: it
    waits for the whole stages only, and holds nobody up.
    """

    stages: tuple[tuple[TaskId, ...], ...]
    whole: int
    soak_days: int = 0
    in_time_until: Mapping[TaskId, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Price:
    """What a choice costs under one term of the objective, in whole points.

    `shared`: charged once for the visit, however many tasks share it; other prices of a visit are sums over tasks.
    """

    term: str
    points: int
    shared: bool = False
