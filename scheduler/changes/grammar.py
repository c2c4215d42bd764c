"""The words of `--set`: a kind and its arguments; `;` parts changes of one setting."""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.changes.change import Change
from scheduler.changes.people import OneCertificate, OneLess, OneMore, OneShift, Overtime, ScheduledShare
from scheduler.changes.rules import (
    CapacityShare,
    Every,
    Lifted,
    OneInstrument,
    OutShare,
    ParallelVisits,
    Profile,
    Tolerance,
    Weight,
)
from scheduler.changes.windows import AssetWindow, DepartmentWindow
from scheduler.domain.calendar import (
    ALL_WEEKDAYS,
    HolidayRule,
    WeeklyPeriod,
    parse_periodicity,
    parse_start_time,
    parse_time,
    parse_weekdays,
    parse_window,
)
from scheduler.domain.ids import (
    AssetTag,
    DepartmentId,
    InstrumentClass,
    ModalityId,
    ProcedureName,
    SiteId,
    SkillName,
    TechnicianId,
)
from scheduler.domain.policy import RiskClass
from scheduler.errors import UsageError


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change: how it is written, what it means, and how its arguments are read."""

    usage: str
    meaning: str
    read: Callable[[Sequence[str]], Change]


def parse_setting(text: str) -> tuple[Change, ...]:
    """Read one setting; raises UsageError that says what is wrong and how it is written."""
    return tuple(_parsed(part) for part in _parts(text))


def _parts(text: str) -> list[list[str]]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";")
    lexer.whitespace_split = True
    lexer.commenters = ""
    parts: list[list[str]] = [[]]
    try:
        for word in lexer:
            if set(word) == {";"}:
                parts.append([])
            else:
                parts[-1].append(word)
    except ValueError:
        raise UsageError(f"--set: {text} has a quote that is not closed.") from None
    found = [part for part in parts if part]
    if not found:
        raise UsageError(f"--set: nothing is set. Write for example {_EXAMPLE}")
    return found


def _parsed(words: Sequence[str]) -> Change:
    name, *arguments = words
    kind = GRAMMAR.get(name)
    if kind is None:
        raise UsageError(
            f'--set: "{name}" is nothing that can be set; there are {", ".join(GRAMMAR)}. Write for example {_EXAMPLE}'
        )
    try:
        return kind.read(arguments)
    except (ValueError, IndexError) as error:
        why = f" {error}" if isinstance(error, ValueError) and str(error) else ""
        raise UsageError(f"--set: {' '.join(words)} cannot be read.{why} Write {kind.usage}") from None


def _one_person(words: Sequence[str]) -> Change:
    [word] = words
    if word[:1] == "-":
        return OneLess(TechnicianId(word[1:]))
    if word[:1] == "+":
        return OneMore(TechnicianId(word[1:]))
    raise ValueError(f'"{word}" says neither - nor +.')


def _window(words: Sequence[str]) -> Change:
    if words[0] == "asset":
        _, tag, days, times = words
        return AssetWindow(AssetTag(tag), _period(days, times))
    department, days, times = words
    return DepartmentWindow(DepartmentId(department), _period(days, times))


def _period(days: str, times: str) -> WeeklyPeriod:
    start, _, end = times.partition("-")
    begins, ends = parse_start_time(start), parse_time(end)
    if days[:1].isdigit():
        day = date.fromisoformat(days)
        return WeeklyPeriod(ALL_WEEKDAYS, begins, ends, day, day, HolidayRule.YES)
    return WeeklyPeriod(parse_weekdays(days), begins, ends, None, None, HolidayRule.NO)


def _tolerance(words: Sequence[str]) -> Change:
    tag, procedure, days = words
    return Tolerance(AssetTag(tag), ProcedureName(procedure), parse_window(days), days)


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise ValueError(f"{text} is not a share from 0 to 1.")
    return share


def _overtime(words: Sequence[str]) -> Change:
    who, hours = words
    return Overtime(TechnicianId(who), float(hours))


def _scheduled(words: Sequence[str]) -> Change:
    who, share = words
    return ScheduledShare(TechnicianId(who), _share(share))


def _certificate(words: Sequence[str]) -> Change:
    who, skill = words
    return OneCertificate(TechnicianId(who), SkillName(skill))


def _shift(words: Sequence[str]) -> Change:
    who, days, times = words
    return OneShift(TechnicianId(who), _period(days, times))


def _profile(words: Sequence[str]) -> Change:
    risk_class, profile = words
    return Profile(RiskClass(risk_class), parse_window(profile), profile)


def _every(words: Sequence[str]) -> Change:
    modality, procedure, every = words
    return Every(ModalityId(modality), procedure, parse_periodicity(every))


def _fleet(words: Sequence[str]) -> Change:
    department, share = words
    if not 0 < float(share) <= 1:
        raise ValueError(f"{share} is not a share above 0, at most 1.")
    return OutShare(DepartmentId(department), float(share))


def _visits(words: Sequence[str]) -> Change:
    department, visits = words
    if int(visits) < 1:
        raise ValueError(f"{visits} is not a number of visits.")
    return ParallelVisits(DepartmentId(department), int(visits))


def _instrument(words: Sequence[str]) -> Change:
    name, site = words
    return OneInstrument(InstrumentClass(name), SiteId(site))


def _unlock(words: Sequence[str]) -> Change:
    tag, procedure = words
    return Lifted(AssetTag(tag), ProcedureName(procedure))


def _weight(words: Sequence[str]) -> Change:
    name, points = words
    if int(points) < 0:
        raise ValueError(f"{points} is less than 0.")
    return Weight(name, int(points))


def _reserve(words: Sequence[str]) -> Change:
    [share] = words
    return CapacityShare("reserve", _share(share))


def _max_day_share(words: Sequence[str]) -> Change:
    [share] = words
    return CapacityShare("max_day_share", _share(share))


_EXAMPLE = "'technician -T017', 'overtime T017 4' or 'window ICU Mon-Fri 18:00-22:00'."

GRAMMAR: dict[str, Kind] = {
    "technician": Kind("technician -T017, or technician +T017", "one less; one more like that one", _one_person),
    "overtime": Kind("overtime T017 4, or overtime * 2", "hours a week more, of one or of everybody", _overtime),
    "certificate": Kind("certificate T017 ct", "somebody holds a skill", _certificate),
    "shift": Kind("shift T017 Sat 08:00-12:00, or shift T017 2027-02-06 08:00-12:00", "one shift more", _shift),
    "share": Kind("share T017 0.6, or share * 0.55", "the part of shifts for scheduled work", _scheduled),
    "reserve": Kind("reserve 0.02", "the share kept free for interrupt work", _reserve),
    "max_day_share": Kind("max_day_share 0.9", "the most of a day that may be scheduled", _max_day_share),
    "window": Kind(
        "window ICU Mon-Fri 18:00-22:00, window ICU 2027-02-06 08:00-12:00, or window asset 000123 Sat 08:00-12:00",
        "one window of downtime more, in a department or for one asset",
        _window,
    ),
    "profile": Kind("profile high_risk cms-strict", "another tolerance window for a risk class", _profile),
    "tolerance": Kind(
        'tolerance 000123 PM "-30..+45 days"',
        "another window for a procedure of the asset's make and model",
        _tolerance,
    ),
    "every": Kind('every ventilator PM "12 months", or every ventilator * P1Y', "another periodicity", _every),
    "fleet": Kind("fleet ICU 0.5", "the share of a model that may be out at once", _fleet),
    "visits": Kind("visits ICU 2", "visits in a department at the same minute", _visits),
    "instrument": Kind("instrument analyser NORTH", "one instrument more at a site", _instrument),
    "unlock": Kind("unlock 000123 PM", "the locks of a piece of work are lifted", _unlock),
    "weight": Kind("weight late_day_other 200", "another price in the objective", _weight),
}
"""Every kind of change by its first word."""
