"""Window profiles as words: read from the cell of a table, and told in a sentence for a contract."""

import re

from scheduler.domain.calendar.periodicity import Periodicity, counted
from scheduler.domain.calendar.windows import WindowKind, WindowProfile, joint_commission_days

_NAMED = {
    str(kind): WindowProfile(kind)
    for kind in (
        WindowKind.JOINT_COMMISSION,
        WindowKind.CMS_STRICT,
        WindowKind.DUE_MONTH,
        WindowKind.NEXT_MONTH,
        WindowKind.DUE_DATE,
    )
}
_NUMBERED = re.compile(r"(?P<kind>days-after|month-plus-minus)[- ]?(?P<number>[0-9]{1,4})")
_AROUND = re.compile(r"(?P<minus>[+-]?[0-9]{1,4}) ?\.\. ?(?P<plus>[+-]?[0-9]{1,4}) ?(?P<unit>day|week|month)s?")
_BOTH_SIDES = re.compile(r"(?:\+/-|±) ?(?P<number>[0-9]{1,4}) ?(?P<unit>day|week|month)s?")
_DASHES = str.maketrans({"−": "-", "–": "-"})  # what spreadsheets make of a hyphen
JOINT_COMMISSION_DEFINES = frozenset({1, 3, 6, 12, 36, 60, 72})


def parse_window(text: str) -> WindowProfile:
    """Read a profile ("joint-commission", "days-after 15") or "-10..+20 days"; ValueError says what is wrong."""
    folded = " ".join(text.casefold().translate(_DASHES).split())
    hyphened = re.sub(r"(?<=[a-z])[ _](?=[a-z])", "-", folded)
    if hyphened in _NAMED:
        return _NAMED[hyphened]
    if match := _NUMBERED.fullmatch(hyphened):
        return _numbered(WindowKind(match["kind"]), int(match["number"]))
    if match := _AROUND.fullmatch(folded):
        return _around(text, int(match["minus"]), int(match["plus"]), match["unit"])
    if match := _BOTH_SIDES.fullmatch(folded):
        return _around(text, -int(match["number"]), int(match["number"]), match["unit"])
    raise ValueError(
        f'"{text}" is not a tolerance window; write {", ".join(_NAMED)}, '
        '"days-after 15", "month-plus-minus 1" or "-10..+20 days".'
    )


def _numbered(kind: WindowKind, number: int) -> WindowProfile:
    return WindowProfile(kind, minus=0 if kind is WindowKind.DAYS_AFTER else number, plus=number)


def _around(text: str, minus: int, plus: int, unit: str) -> WindowProfile:
    if minus > 0 or plus < 0:
        raise ValueError(
            f'The window "{text}" leaves out the due date; start it at 0 or before, and end it at 0 or after.'
        )
    if unit == "month":
        return WindowProfile(WindowKind.MONTHS_AROUND, -minus, plus)
    days = 7 if unit == "week" else 1
    return WindowProfile(WindowKind.DAYS_AROUND, -minus * days, plus * days)


def describe_window(profile: WindowProfile, periodicity: Periodicity) -> str:
    """Say in one sentence when a service of this periodicity is on time."""
    match profile.kind:
        case WindowKind.JOINT_COMMISSION:
            return f"{_joint_commission_days_said(periodicity)} ({_joint_commission_source(periodicity)})."
        case WindowKind.CMS_STRICT if periodicity.nominal_months:
            return f"{_cms_strict_said(periodicity)}, and not later (CMS reading: no tolerance beyond the due month)."
        case WindowKind.CMS_STRICT:
            return f"{_joint_commission_days_said(periodicity)} (CMS reading: no tolerance beyond it)."
        case WindowKind.DUE_DATE:
            return "On the due date."
        case WindowKind.DUE_MONTH:
            return "On any day of the month of the due date."
        case WindowKind.NEXT_MONTH:
            return "From the first day of the month of the due date to the last day of the following month."
        case WindowKind.MONTH_PLUS_MINUS:
            count = counted(profile.plus, "month")
            return (
                f"From the first day of the month {count} before the due date to the end of the month {count} after it."
            )
        case WindowKind.DAYS_AFTER | WindowKind.DAYS_AROUND:
            return _from_to(profile.minus, profile.plus, "day")
        case WindowKind.MONTHS_AROUND:
            return _from_to(profile.minus, profile.plus, "month")


def _joint_commission_days_said(periodicity: Periodicity) -> str:
    if (around := joint_commission_days(periodicity)) is not None:
        return _from_to(around, around, "day").removesuffix(".")
    if periodicity.nominal_months:
        return "On any day of the month of the due date"
    if periodicity.days >= 7:
        return "On any day of the calendar week, Monday to Sunday, of the due date"
    return "On the due date"


def _joint_commission_source(periodicity: Periodicity) -> str:
    months = periodicity.nominal_months
    if months in JOINT_COMMISSION_DEFINES or periodicity.days == 7:
        return f"Joint Commission definition for {periodicity}"
    return f"facility policy; the Joint Commission does not define {periodicity}"


def _cms_strict_said(periodicity: Periodicity) -> str:
    around = joint_commission_days(periodicity)
    if around is None:
        return "From the first to the last day of the month of the due date"
    return (
        f"From {around} days before the due date, or the first day of its month if that is earlier, "
        "to the last day of the month of the due date"
    )


def _from_to(minus: int, plus: int, unit: str) -> str:
    if not minus and not plus:
        return "On the due date."
    begin = f"{counted(minus, unit)} before the due date" if minus else "the due date"
    end = f"{counted(plus, unit)} after it" if plus else "the due date"
    return f"From {begin} to {end}."
