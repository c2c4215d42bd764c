"""From obligations to a plan: the only home of OR-Tools, and the only room where time is an integer."""

from scheduler.solve.load import YearAfter, year_after
from scheduler.solve.look_ahead import look_ahead
from scheduler.solve.progress import Progress, Silence
from scheduler.solve.quarter import solve
from scheduler.solve.replan import Known, replan

__all__ = ["Known", "Progress", "Silence", "YearAfter", "look_ahead", "replan", "solve", "year_after"]
