"""Which device is which: codes on devices checked, and the inventory found again in the CMDB or in monitoring."""

from scheduler.correlation.lists import Conflict, ConflictKind, Correlation, Match, MatchKey, Rate, rates_by_site
from scheduler.correlation.matching import correlate

__all__ = ["Conflict", "ConflictKind", "Correlation", "Match", "MatchKey", "Rate", "correlate", "rates_by_site"]
