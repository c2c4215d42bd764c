"""How often one may ask: a bucket of requests that fills again with time. The clock is an argument."""

from dataclasses import dataclass

_MOST_BUCKETS = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limit:
    """At most so many requests a minute by key, all of them at once if need be; 0 is no limit."""

    def __init__(self, a_minute: int) -> None:
        self._a_minute = a_minute
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, key: str, now: float) -> int:
        """Take one request and return 0, or return the seconds to wait. `now` in seconds of any steady clock."""
        if not self._a_minute:
            return 0
        bucket = self._buckets.get(key)
        if bucket is None:
            self._make_room(now)
            bucket = self._buckets[key] = _Bucket(float(self._a_minute), now)
        a_second = self._a_minute / 60
        bucket.left = min(self._a_minute, bucket.left + (now - bucket.at) * a_second)
        bucket.at = now
        if bucket.left >= 1:
            bucket.left -= 1
            return 0
        return int((1 - bucket.left) / a_second) + 1

    def _make_room(self, now: float) -> None:
        """Forget buckets that are full again; if all are in use, the whole lot."""
        if len(self._buckets) < _MOST_BUCKETS:
            return
        self._buckets = {key: each for key, each in self._buckets.items() if now - each.at < 60}
        if len(self._buckets) >= _MOST_BUCKETS:
            self._buckets.clear()
