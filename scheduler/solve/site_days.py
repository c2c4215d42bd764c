"""Between minutes and the civil days of sites, each worked out once."""

from datetime import date

from scheduler.domain.calendar import MIDNIGHT, instant
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId
from scheduler.solve.timeline import Timeline


class SiteDays:
    """What calendars at each site show."""

    def __init__(self, facts: Facts, timeline: Timeline) -> None:
        self._facts = facts
        self._timeline = timeline
        self._midnights: dict[tuple[SiteId, date], int] = {}
        self._days: dict[tuple[SiteId, int], int] = {}

    def local_day(self, site: SiteId, minute: int) -> int:
        """The civil day at `site`, as an ordinal."""
        known = self._days.get((site, minute))
        if known is None:
            day = self._facts.local_day(self._timeline.instant(minute), site)
            known = self._days[site, minute] = day.toordinal()
        return known

    def midnight(self, site: SiteId, day: date) -> int:
        """The minute in which the civil day begins at `site`."""
        known = self._midnights.get((site, day))
        if known is None:
            zone = self._facts.programme.sites[site].zone
            known = self._midnights[site, day] = self._timeline.minute(instant(day, MIDNIGHT, zone))
        return known
