"""What would bring a task into its window: changes that were tried on the finished timetable, the cheapest first."""

from scheduler.solve.remedies.remedy import Remedy
from scheduler.solve.remedies.trying import Remedies

__all__ = ["Remedies", "Remedy"]
