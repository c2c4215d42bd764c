"""Minutes that may still be scheduled, by person and bucket: a day, or an ISO week."""

from collections.abc import Callable, Sequence
from datetime import date

from constraints.sentence import Per, Resource
from scheduler.domain.calendar import iso_week

_A_DAY = 1440
_DAYS_IN = {Per.DAY: 1, Per.WEEK: 7}


class Account:
    """What is left of one resource in each of its buckets; a bucket is opened with its limit when it is first asked."""

    __slots__ = ("_days", "_left", "_limit", "_per", "_resource", "_told")

    def __init__(self, resource: Resource, per: Per, limit: Callable[[Resource], int]) -> None:
        self._resource = resource
        self._per = per
        self._days = _DAYS_IN[per]
        self._limit = limit
        self._left: dict[int, int] = {}
        self._told: list[Callable[[range], None]] = []

    def tell(self, changed: Callable[[range], None]) -> None:
        """From now on say of which days less or more is left."""
        self._told.append(changed)

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
        left, number = self.left(day), (day - 1) // self._days
        self._left[number] = left - minutes
        for changed in self._told:
            changed(range(number * self._days + 1, (number + 1) * self._days + 1))

    def bucket(self, day: int) -> tuple[int, int]:
        """A name for this account's bucket that holds the day."""
        return id(self), (day - 1) // self._days

    def _opened(self, number: int, day: int) -> int:
        on = date.fromordinal(day)
        label = on.isoformat() if self._per is Per.DAY else iso_week(on)
        limit = self._limit(Resource(self._resource.kind, (*self._resource.key, label)))
        self._left[number] = limit
        return limit


class Purse:
    """The accounts that somebody's minutes are all charged to; what the tightest holds is worked out once a day."""

    __slots__ = ("_left", "accounts")

    def __init__(self, accounts: Sequence[Account]) -> None:
        self.accounts = accounts
        self._left: dict[int, int] = {}
        for account in accounts:
            account.tell(self._forget)

    def left(self, day: int) -> int:
        """Minutes left in the tightest bucket of the day (an ordinal)."""
        left = self._left.get(day)
        if left is None:
            left = self._left[day] = min((account.left(day) for account in self.accounts), default=_A_DAY)
        return left

    def _forget(self, days: range) -> None:
        for day in days:
            self._left.pop(day, None)
