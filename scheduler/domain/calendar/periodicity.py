"""Periodicities such as "every 6 months", and the occurrences of a series that never drifts from its anchor."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from scheduler.domain.calendar.months import add_months

_DAYS_PER_YEAR = Fraction(1461, 4)
_LONGEST_MONTHS = 1200
_LONGEST_DAYS = 36525


@dataclass(frozen=True, slots=True)
class Periodicity:
    """A repetition by whole months or by whole days (a week is 7 days); exactly one of the two is not zero."""

    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if self.months < 0 or self.days < 0 or (self.months == 0) == (self.days == 0):
            raise ValueError(
                f"A periodicity is some months or some days, not {self.months} months and {self.days} days."
            )
        if self.months > _LONGEST_MONTHS or self.days > _LONGEST_DAYS:
            raise ValueError(f"A periodicity is at most 100 years, not {self}.")

    def __str__(self) -> str:
        if self.months:
            return counted(self.months // 12, "year") if self.months % 12 == 0 else counted(self.months, "month")
        return counted(self.days // 7, "week") if self.days % 7 == 0 else counted(self.days, "day")

    def after(self, anchor: date, times: int = 1) -> date:
        """Return the day `times` periods after `anchor` (negative: before), always counted from the anchor itself.

        Months clamp and keep the anchor day: from 31 Jan one month is 28 Feb, and two are 31 Mar.
        """
        if self.months:
            return add_months(anchor, self.months * times)
        try:
            return anchor + timedelta(days=self.days * times)
        except OverflowError as error:
            raise ValueError(f"{times} times {self} from {anchor} is outside the years 1 to 9999.") from error

    @property
    def days_approx(self) -> int:
        """Return the length in days: exact for days and weeks, rounded from 365.25 days a year for months and years."""
        return self.days or round(self.months * _DAYS_PER_YEAR / 12)

    @property
    def nominal_months(self) -> int:
        """Return the months under which policy tables know it: 90 days are 3, 52 weeks 12, less than 30 days 0."""
        return self.months or self.days // 30

    @property
    def per_year(self) -> Fraction:
        """Return how many occurrences an average year of 365.25 days has."""
        return Fraction(12, self.months) if self.months else _DAYS_PER_YEAR / self.days


def occurrence_index_on_or_before(series_start: date, periodicity: Periodicity, day: date) -> int:
    """Return the index of the last occurrence on or before `day`; 0 is the series start, days before it give less."""
    if periodicity.days:
        return (day - series_start).days // periodicity.days
    months = (day.year - series_start.year) * 12 + day.month - series_start.month
    index = months // periodicity.months
    return index if periodicity.after(series_start, index) <= day else index - 1


def next_occurrence(series_start: date, periodicity: Periodicity, after: date) -> date:
    """Return the first occurrence later than the day `after`; never one before the series starts."""
    index = occurrence_index_on_or_before(series_start, periodicity, after) + 1
    return periodicity.after(series_start, max(index, 0))


_WORDS = {
    "daily": Periodicity(days=1),
    "weekly": Periodicity(days=7),
    "fortnightly": Periodicity(days=14),
    "monthly": Periodicity(months=1),
    "quarterly": Periodicity(months=3),
    "semiannual": Periodicity(months=6),
    "semiannually": Periodicity(months=6),
    "semi-annual": Periodicity(months=6),
    "semi-annually": Periodicity(months=6),
    "half-yearly": Periodicity(months=6),
    "annual": Periodicity(months=12),
    "annually": Periodicity(months=12),
    "yearly": Periodicity(months=12),
    "biennial": Periodicity(months=24),
    "biennially": Periodicity(months=24),
    "triennial": Periodicity(months=36),
    "triennially": Periodicity(months=36),
}
_AMBIGUOUS = {
    "biweekly": '"2 weeks" or the days between two services',
    "bimonthly": '"2 months" or "2 weeks"',
    "biannual": '"6 months" or "2 years"',
    "biannually": '"6 months" or "2 years"',
}
_UNITS = {
    "day": Periodicity(days=1),
    "week": Periodicity(days=7),
    "wk": Periodicity(days=7),
    "month": Periodicity(months=1),
    "mo": Periodicity(months=1),
    "quarter": Periodicity(months=3),
    "year": Periodicity(months=12),
    "yr": Periodicity(months=12),
}
_COUNTED = re.compile(rf"(?:every )?(?P<count>[0-9]{{1,5}})[ -]?(?P<unit>{'|'.join(_UNITS)})(?:s|ly)?")
_EVERY = re.compile(rf"(?:every|each|once a|once per|once every) (?P<unit>{'|'.join(_UNITS)})")
_ISO = re.compile(
    r"p(?:(?P<years>[0-9]{1,5})y)?(?:(?P<months>[0-9]{1,5})m)?(?:(?P<weeks>[0-9]{1,5})w)?(?:(?P<days>[0-9]{1,5})d)?"
)


def parse_periodicity(text: str) -> Periodicity:
    """Read "6 months", "2 weeks", "every month", "P6M", "quarterly" and the like; ValueError says what is wrong."""
    folded = " ".join(text.casefold().split())
    if folded in _WORDS:
        return _WORDS[folded]
    if folded.replace("-", "") in _AMBIGUOUS:
        raise ValueError(f'"{text}" can be read in two ways; write {_AMBIGUOUS[folded.replace("-", "")]}.')
    if match := _COUNTED.fullmatch(folded):
        return _times(text, int(match["count"]), _UNITS[match["unit"]])
    if match := _EVERY.fullmatch(folded):
        return _UNITS[match["unit"]]
    if match := _ISO.fullmatch(folded):
        return _from_iso(text, match)
    raise ValueError(
        f'"{text}" is not a periodicity; write for example "6 months", "2 weeks", "90 days", "P6M" or "quarterly".'
    )


def _times(text: str, count: int, unit: Periodicity) -> Periodicity:
    if count == 0:
        raise ValueError(f'The periodicity "{text}" has no length; write for example "6 months".')
    return Periodicity(months=unit.months * count, days=unit.days * count)


def _from_iso(text: str, match: re.Match[str]) -> Periodicity:
    part = {name: int(digits) for name, digits in match.groupdict(default="0").items()}
    months, days = part["years"] * 12 + part["months"], part["weeks"] * 7 + part["days"]
    if not months and not days:
        raise ValueError(f'The periodicity "{text}" has no length; write for example "P6M".')
    if months and days:
        raise ValueError(f'"{text}" mixes months with days, which have no fixed ratio; use one of them.')
    return Periodicity(months=months, days=days)


def counted(number: int, unit: str) -> str:
    """Write a number with its unit in the singular or plural."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
