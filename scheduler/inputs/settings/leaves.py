"""Types of single values of programme.yaml, each read the way a table reads a cell."""

from collections.abc import Callable
from datetime import time
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from scheduler.domain.calendar import (
    HolidayRule,
    Periodicity,
    WeeklyPeriod,
    WindowProfile,
    parse_periodicity,
    parse_start_time,
    parse_time,
    parse_weekdays,
    parse_window,
)
from scheduler.inputs.cells import YES_NO, CellError, CellType
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.lexicon import Lexicon

T = TypeVar("T")


def by(cell: CellType[T]) -> BeforeValidator:
    """Read a leaf the way a table reads a cell."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return cell.read(value.strip(), Lexicon.empty())
        except CellError as fault:
            raise ValueError("; ".join(filter(None, (fault.expected, fault.hint)))) from fault

    return BeforeValidator(read)


def parsed(parse: Callable[[str], T]) -> BeforeValidator:
    """Read a text with a parser that says in a ValueError what is wrong."""
    return BeforeValidator(lambda value: parse(value) if isinstance(value, str) else value)


def weekly_period(text: str) -> WeeklyPeriod | None:
    """Read "Mon-Fri 09:00-15:00"; None if it is not that. The department's acuity says later what holidays do to it."""
    weekdays, _, hours = text.strip().rpartition(" ")
    start, dash, end = hours.partition("-")
    try:
        starts: time = parse_start_time(start)
        return (
            WeeklyPeriod(parse_weekdays(weekdays), starts, parse_time(end), None, None, HolidayRule.NO)
            if dash
            else None
        )
    except ValueError:
        return None


def _required_hours(text: str) -> WeeklyPeriod:
    if (period := weekly_period(text)) is None:
        raise ValueError("weekdays and hours such as Mon-Fri 07:00-19:00 or * 00:00-24:00")
    return period


Name: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
YesNo: TypeAlias = Annotated[bool, by(YES_NO)]
Day: TypeAlias = Annotated[Any, by(DAY)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Percent: TypeAlias = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Hours: TypeAlias = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]
Window: TypeAlias = Annotated[WindowProfile, parsed(parse_window)]
Every: TypeAlias = Annotated[Periodicity, parsed(parse_periodicity)]
Weekly: TypeAlias = Annotated[WeeklyPeriod, parsed(_required_hours)]
Points: TypeAlias = Annotated[int, Field(ge=0, le=1_000_000_000)]
Days: TypeAlias = Annotated[int, Field(ge=0, le=3660)]


class Keys(BaseModel):
    """A mapping with known keys only; a blank value is as if the key were not there."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, value: object) -> object:
        if value == "":
            return {}
        return {key: item for key, item in value.items() if item != ""} if isinstance(value, dict) else value

    def said(self) -> dict[str, Any]:
        """Return the keys that the file has, as arguments for the domain's type."""
        return {key: getattr(self, key) for key in self.model_fields_set}
