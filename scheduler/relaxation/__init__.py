"""The day programme as plain arrays, without a solver: `solve` hands them to HiGHS, anyone can add them up."""

from scheduler.relaxation.bound import SCALE, proved_bound
from scheduler.relaxation.day_programme import Choice, DayProgramme, day_programme
from scheduler.relaxation.groups import Family, Group
from scheduler.relaxation.rows import LinearProgramme

__all__ = ["SCALE", "Choice", "DayProgramme", "Family", "Group", "LinearProgramme", "day_programme", "proved_bound"]
