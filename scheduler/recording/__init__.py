"""What happened, from a list of completed work orders into the programme's own tables: guessed, shown, whole."""

from scheduler.recording.aftermath import FollowUp
from scheduler.recording.planned import planned_in
from scheduler.recording.recording import Asked, Recorded, record
from scheduler.recording.together import finish_interrupted, reading

__all__ = ["Asked", "FollowUp", "Recorded", "finish_interrupted", "planned_in", "reading", "record"]
