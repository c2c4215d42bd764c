"""Periodicities, tolerance windows and weekly hours as words of the catalogue."""

from collections.abc import Iterable

from scheduler.domain.calendar import ALL_WEEKDAYS, Periodicity, WeeklyPeriod, WindowKind, WindowProfile
from scheduler.domain.calendar.window_text import JOINT_COMMISSION_DEFINES
from scheduler.domain.calendar.windows import joint_commission_days
from scheduler.outputs.appendix.paper import Apart, State, Value, Word, several, word
from scheduler.risk.impact import NOT_ASSESSED

IMPACT_CLASSES = ("critical", "high", "medium", "low", NOT_ASSESSED)
"""The classes that the catalogue has a word for."""


def yes_no(answer: bool) -> Word:
    """Say yes or no."""
    return word("answer.yes" if answer else "answer.no")


def periodicity_said(every: Periodicity) -> Word:
    """Say a periodicity in the largest unit that is whole: 6 months, 1 year, 2 weeks."""
    if every.months:
        return _whole(every.months, 12, "months", "years")
    return _whole(every.days, 7, "days", "weeks")


def _whole(number: int, per: int, unit: str, larger: str) -> Word:
    if number % per == 0:
        return word(f"count.{larger}", n=number // per)
    return word(f"count.{unit}", n=number)


def window_said(profile: WindowProfile, every: Periodicity) -> Word:
    """Say in a sentence when a service of this periodicity is on time."""
    match profile.kind:
        case WindowKind.JOINT_COMMISSION:
            return word("tolerance.with_source", days=_joint_commission(every), source=_joint_commission_source(every))
        case WindowKind.CMS_STRICT if every.nominal_months:
            return word("tolerance.cms", days=_cms_strict(every))
        case WindowKind.CMS_STRICT:
            return word("tolerance.cms_short", days=_joint_commission(every))
        case WindowKind.DUE_DATE | WindowKind.DUE_MONTH | WindowKind.NEXT_MONTH:
            return word("tolerance.sentence", days=word(f"tolerance.{profile.kind}"))
        case WindowKind.MONTH_PLUS_MINUS:
            return word("tolerance.month_plus_minus", months=word("count.months", n=profile.plus))
        case WindowKind.DAYS_AFTER | WindowKind.DAYS_AROUND:
            return word("tolerance.sentence", days=_from_to(profile.minus, profile.plus, "days"))
        case WindowKind.MONTHS_AROUND:
            return word("tolerance.sentence", days=_from_to(profile.minus, profile.plus, "months"))


def _joint_commission(every: Periodicity) -> Word:
    if (around := joint_commission_days(every)) is not None:
        return _from_to(around, around, "days")
    if every.nominal_months:
        return word("tolerance.due-month")
    return word("tolerance.due_week" if every.days >= 7 else "tolerance.due-date")


def _joint_commission_source(every: Periodicity) -> Word:
    defined = every.nominal_months in JOINT_COMMISSION_DEFINES or every.days == 7
    return word("tolerance.jc_defines" if defined else "tolerance.jc_undefined", every=periodicity_said(every))


def _cms_strict(every: Periodicity) -> Word:
    around = joint_commission_days(every)
    if around is None:
        return word("tolerance.whole_due_month")
    return word("tolerance.cms_early", days=word("count.days", n=around))


def _from_to(minus: int, plus: int, unit: str) -> Word:
    if not minus and not plus:
        return word("tolerance.due-date")
    begin = word("tolerance.before_due", count=word(f"count.{unit}", n=minus)) if minus else word("tolerance.due")
    end = word("tolerance.after_it", count=word(f"count.{unit}", n=plus)) if plus else word("tolerance.due")
    return word("tolerance.from_to", begin=begin, end=end)


def profile_said(profile: WindowProfile) -> Word:
    """Name a window profile as contracts know it."""
    match profile.kind:
        case WindowKind.DAYS_AROUND | WindowKind.MONTHS_AROUND | WindowKind.DAYS_AFTER | WindowKind.MONTH_PLUS_MINUS:
            return word(f"profile.{profile.kind}", minus=profile.minus, plus=profile.plus)
        case _:
            return word(f"profile.{profile.kind}")


def weekly_said(period: WeeklyPeriod) -> Word:
    """Say a weekly period: Mon to Fri 08:00-12:00, not on public holidays, from 1 Mar 2027."""
    hours = word(
        f"hours.holidays_{period.on_holidays}",
        days=_weekdays_said(period.weekdays),
        start=f"{period.start:%H:%M}",
        end=f"{period.end:%H:%M}",
    )
    if period.first_day and period.last_day:
        return word("hours.from_through", hours=hours, first=period.first_day, last=period.last_day)
    if period.first_day:
        return word("hours.from", hours=hours, first=period.first_day)
    return word("hours.through", hours=hours, last=period.last_day) if period.last_day else hours


def _weekdays_said(weekdays: frozenset[int]) -> Value:
    if weekdays == ALL_WEEKDAYS:
        return word("weekday.all")
    return several((_run_said(run) for run in _runs(weekdays)), Apart.COMMA)


def _runs(weekdays: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in sorted(weekdays):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run_said(run: list[int]) -> Value:
    names = [word(f"weekday.{day}") for day in run]
    if len(names) > 2:
        return word("weekday.range", first=names[0], last=names[-1])
    return several(names)


def alternatives(groups: Iterable[Iterable[str]]) -> Value:
    """Say what is needed: all of the groups, any one of each."""
    return several((several(group, Apart.OR) for group in groups), Apart.SEMICOLON, State.NONE_EXISTS)


def impact_class_said(name: str) -> Value:
    """Name a clinical-impact class; one that the hospital made itself stands as it wrote it."""
    return word(f"impact.{name}") if name in IMPACT_CLASSES else name
