"""Public holidays by country and subdivision, over the years that planning can touch."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache

from scheduler.inputs.names import did_you_mean

FIRST_YEAR, LAST_YEAR = 2015, 2040


@dataclass(frozen=True, slots=True)
class HolidayFault:
    """Why there is no calendar of holidays for a country or its subdivision."""

    of_subdivision: bool
    expected: str
    hint: str


@cache
def holiday_fault(country: str, subdivision: str) -> HolidayFault | None:
    """Return what is wrong with a country and subdivision; None if their holidays are known."""
    import holidays

    with _quiet():
        countries = holidays.list_supported_countries(include_aliases=True)
    if country.upper() not in countries:
        near = did_you_mean(country.upper(), countries)
        return HolidayFault(False, "an ISO 3166 code of a country such as US or ES", near or "leave it blank for none")
    subdivisions = countries[country.upper()]
    if subdivision and _supported(subdivision, subdivisions) is None:
        listed = ", ".join(subdivisions) or "nothing"
        near = did_you_mean(subdivision, subdivisions)
        return HolidayFault(True, f"a subdivision of {country.upper()}: {listed}", near or "leave it blank for none")
    return None


@cache
def public_holidays(country: str, subdivision: str) -> frozenset[date]:
    """Return the public holidays of the years 2015 to 2040."""
    import holidays

    with _quiet():
        subdivisions = holidays.list_supported_countries(include_aliases=True)[country.upper()]
        calendar = holidays.country_holidays(
            country.upper(),
            subdiv=_supported(subdivision, subdivisions) if subdivision else None,
            years=range(FIRST_YEAR, LAST_YEAR + 1),
        )
    return frozenset(calendar)


def _supported(subdivision: str, subdivisions: list[str]) -> str | None:
    folded = subdivision.casefold()
    return next((known for known in subdivisions if known.casefold() == folded), None)


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
