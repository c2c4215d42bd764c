"""What is owed: from a programme to obligations, and from tasks to the visits that they can share."""

from scheduler.obligations.drafts import candidate_groups, draft_visit
from scheduler.obligations.owing import open_work, owed

__all__ = ["candidate_groups", "draft_visit", "open_work", "owed"]
