"""Minutes that may still be scheduled, by person and bucket: a day, or an ISO week."""

from collections.abc import Callable
from datetime import date

from constraints.sentence import Per, Resource
from scheduler.domain.calendar import iso_week

_DAYS_IN = {Per.DAY: 1, Per.WEEK: 7}


class Account:
    """What is left of one resource in each of its buckets; a bucket is opened with its limit when it is first asked."""

    __slots__ = ("_days", "_left", "_limit", "_per", "_resource")

    def __init__(self, resource: Resource, per: Per, limit: Callable[[Resource], int]) -> None:
        self._resource = resource
        self._per = per
        self._days = _DAYS_IN[per]
        self._limit = limit
        self._left: dict[int, int] = {}

    def left(self, day: int) -> int:
        """Minutes left in the bucket that holds the day (an ordinal; ISO weeks start at ordinals 1 modulo 7)."""
        number = (day - 1) // self._days
        left = self._left.get(number)
        return self._opened(number, day) if left is None else left

    @property
    def is_weekly(self) -> bool:
        return self._per is Per.WEEK

    def spend(self, day: int, minutes: int) -> None:
        """Take minutes from the bucket that holds the day; negative ones are given back."""
        left = self.left(day)
        self._left[(day - 1) // self._days] = left - minutes

    def bucket(self, day: int) -> tuple[int, int]:
        """A name for this account's bucket that holds the day."""
        return id(self), (day - 1) // self._days

    def _opened(self, number: int, day: int) -> int:
        on = date.fromordinal(day)
        label = on.isoformat() if self._per is Per.DAY else iso_week(on)
        limit = self._limit(Resource(self._resource.kind, (*self._resource.key, label)))
        self._left[number] = limit
        return limit
