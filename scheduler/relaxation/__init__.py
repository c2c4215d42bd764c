"""The day programme as plain arrays, without a solver: `solve` hands them to HiGHS, anyone can add them up."""

from scheduler.relaxation.bound import SCALE, proved_bound
from scheduler.relaxation.day_programme import Column, DayProgramme, day_programme
from scheduler.relaxation.families import Family
from scheduler.relaxation.groups import Group
from scheduler.relaxation.proof import Proof, proved
from scheduler.relaxation.rows import LinearProgramme
from scheduler.relaxation.scarcity import CLASSES, COUNTED, Scarce, count_of_misses, largest, scarce
from scheduler.relaxation.unavoidable import HOPELESS, unavoidable
from scheduler.relaxation.wants import Along, Choice

__all__ = [
    "CLASSES",
    "COUNTED",
    "HOPELESS",
    "SCALE",
    "Along",
    "Choice",
    "Column",
    "DayProgramme",
    "Family",
    "Group",
    "LinearProgramme",
    "Proof",
    "Scarce",
    "count_of_misses",
    "day_programme",
    "largest",
    "proved",
    "proved_bound",
    "scarce",
    "unavoidable",
]
