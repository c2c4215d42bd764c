"""Sets of hours, each known by a small number: thousands of assets share a few dozen."""

from collections.abc import Iterable

from scheduler.domain.calendar import Spans

HoursKey = int

ANY_TIME: HoursKey = 0


class Hours:
    """Gives equal hours one number."""

    def __init__(self) -> None:
        self._spans: list[Spans | None] = [None]
        self._by_parts: dict[tuple[int, ...], HoursKey] = {(): 0}
        self._kept: list[Spans] = []
        self._by_value: dict[Spans, HoursKey] = {}

    def key(self, parts: Iterable[Spans]) -> HoursKey:
        """The number of what all `parts` leave together; none at all is any time."""
        given = tuple(parts)
        identity = tuple(id(spans) for spans in given)
        if identity not in self._by_parts:
            self._kept.extend(given)
            self._by_parts[identity] = self._of_value(given)
        return self._by_parts[identity]

    def spans(self, key: HoursKey) -> Spans | None:
        """The hours themselves; None for any time."""
        return self._spans[key]

    def _of_value(self, given: tuple[Spans, ...]) -> HoursKey:
        together = given[0]
        for spans in given[1:]:
            together = together & spans
        if together not in self._by_value:
            self._by_value[together] = len(self._spans)
            self._spans.append(together)
        return self._by_value[together]
