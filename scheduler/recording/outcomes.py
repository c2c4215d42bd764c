"""How a recorded visit ended, and the words that other systems have for it."""

import re
from collections.abc import Mapping
from enum import StrEnum

from scheduler.domain.record import Outcome, VisitAnswer


class RecordedOutcome(StrEnum):
    """What a row of a work-order list tells: one of history's outcomes, a decision, an answer, or nothing yet."""

    COMPLETED = "completed"
    COMPLETED_WITH_REMARKS = "completed_with_remarks"
    FAILED = "failed"
    ROLLED_BACK = "rolled_back"
    ATTEMPTED_IN_USE = "attempted_in_use"
    ATTEMPTED_NOT_FOUND = "attempted_not_found"
    REFUSED = "refused"
    NO_SHOW = "no_show"
    OUT_FOR_REPAIR = "out_for_repair"
    DEFERRED = "deferred"
    AGREED = "agreed"
    DECLINED = "declined"
    NOT_CLOSED = "not_closed"

    @property
    def in_history(self) -> Outcome | None:
        """The outcome that history has for it; None for what is no visit."""
        return next((outcome for outcome in Outcome if outcome.value == self.value), None)

    @property
    def answer(self) -> VisitAnswer | None:
        """The answer to a proposed visit that it is, if it is one."""
        return _ANSWERS.get(self)


_ANSWERS: Mapping[RecordedOutcome, VisitAnswer] = {
    RecordedOutcome.AGREED: VisitAnswer.AGREED,
    RecordedOutcome.DECLINED: VisitAnswer.REFUSED,
}

_WHOLE: Mapping[RecordedOutcome, str] = {
    RecordedOutcome.COMPLETED: (
        "completed|complete|comp|closed|done|finished|pass|passed|ok|pm ok|pm completed|successful|performed|executed|"
        "work complete|closed complete|completed no problem found|npf|pass pm|passed pm"
    ),
    RecordedOutcome.COMPLETED_WITH_REMARKS: (
        "completed with remarks|complete with remarks|passed with remarks|pass with remarks|pass w remarks|"
        "executed with remarks|completed with observations|pass with notes|completed with exceptions|conditional pass"
    ),
    RecordedOutcome.FAILED: "failed|fail|failed pm|pm failed|did not pass|not passed|failed test",
    RecordedOutcome.ROLLED_BACK: "rolled back|rollback|backed out|update removed",
    RecordedOutcome.REFUSED: "refused|access refused|refused by department|department refused|denied|access denied",
    RecordedOutcome.NO_SHOW: "no show|noshow|vendor no show|vendor did not come|vendor absent|did not show",
    RecordedOutcome.OUT_FOR_REPAIR: "out for repair|in repair|under repair|at vendor for repair",
    RecordedOutcome.DEFERRED: "deferred|postponed|pm deferred",
    RecordedOutcome.AGREED: "agreed|visit agreed|accepted|confirmed by department|visit accepted|visit confirmed",
    RecordedOutcome.DECLINED: "declined|visit declined|visit refused|proposal refused|date refused",
    RecordedOutcome.NOT_CLOSED: (
        "open|in progress|scheduled|planned|pending|assigned|new|not started|waiting|on hold|awaiting parts|wip"
    ),
}
"""Whole words or phrases only: a completion is never guessed from a part of what was written."""

_PARTS: Mapping[RecordedOutcome, str] = {
    RecordedOutcome.ATTEMPTED_IN_USE: "in use|on patient|patient use|in patient use|device occupied",
    RecordedOutcome.ATTEMPTED_NOT_FOUND: (
        "not found|could not locate|unable to locate|cannot locate|not located|could not find|unable to find|missing"
    ),
    RecordedOutcome.REFUSED: "refused|access denied",
    RecordedOutcome.NO_SHOW: "no show|cnd vendor",
    RecordedOutcome.OUT_FOR_REPAIR: "out for repair|in repair|cnd repair",
}
"""An attempt may be told in more words around it, such as "CND - IN USE"."""

_NEGATED = re.compile(r"\b(?:not|no longer|never) (?:in use|on patient|missing|refused|in repair)\b")


def meant_by(written: str) -> RecordedOutcome | None:
    """Return what another system's word means; None where nobody can be sure."""
    words = " ".join(re.findall(r"[a-z0-9]+", written.casefold()))
    whole = [outcome for outcome in RecordedOutcome if outcome.value == words.replace(" ", "_")]
    whole += [outcome for outcome, phrases in _WHOLE.items() if words in phrases.split("|")]
    if whole:
        return whole[0]
    if not words or _NEGATED.search(words):
        return None
    parts = [
        outcome
        for outcome, phrases in _PARTS.items()
        if any(re.search(rf"\b{phrase}\b", words) for phrase in phrases.split("|"))
    ]
    return parts[0] if len(parts) == 1 else None
