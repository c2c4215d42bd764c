"""Where a leg happens, and the minutes from one site to another."""

from collections.abc import Mapping
from functools import cached_property

from scheduler.domain.equipment import Where
from scheduler.domain.ids import DepartmentId, SiteId
from scheduler.domain.plan import BENCH, REMOTE, Place
from scheduler.domain.programme import Programme


class Ways:
    """Travel between sites: as said for that direction, else for the other."""

    def __init__(self, programme: Programme) -> None:
        self._rows = programme.travel

    def minutes(self, from_site: SiteId, to_site: SiteId) -> int:
        """Return the minutes from site to site; none within one."""
        if from_site == to_site:
            return 0
        for direction in ((from_site, to_site), (to_site, from_site)):
            if direction in self._minutes:
                return self._minutes[direction]
        raise KeyError(f"The travel table has no row from {from_site} to {to_site}, nor back; add its minutes.")

    @cached_property
    def _minutes(self) -> Mapping[tuple[SiteId, SiteId], int]:
        return {(row.from_site, row.to_site): row.minutes for row in self._rows}


def place_of(site: SiteId, department: DepartmentId, where: Where) -> Place:
    """Return where a leg happens: the bench of a site is a department of its own, remote work is in none."""
    if where is Where.BENCH:
        return Place(site, BENCH)
    return Place(site, REMOTE if where is Where.REMOTE else department)
