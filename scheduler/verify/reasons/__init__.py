"""Whether the reasons are true: every number in the words for what is unplaced or late, counted from the tables."""

from scheduler.verify.reasons.telling import REASONS, is_impossible_alone, wrong_reasons

__all__ = ["REASONS", "is_impossible_alone", "wrong_reasons"]
