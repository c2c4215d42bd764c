"""Shares and hours as exact fractions, so that 0.8 of 300 minutes is 240 and never 239."""

from fractions import Fraction
from functools import lru_cache

WHOLE = Fraction(1)
NOTHING = Fraction(0)


@lru_cache(maxsize=10_000)
def exact(number: float) -> Fraction:
    """Return the decimal number that the hospital wrote, not the binary one that the computer keeps."""
    return Fraction(str(number))


def floored(amount: Fraction) -> int:
    """Return the whole part, never less than nothing."""
    return max(0, amount.numerator // amount.denominator)
