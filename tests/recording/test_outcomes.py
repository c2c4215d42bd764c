"""Other systems' words for how a visit ended: attempts in any words, completions only in known ones."""

import pytest

from scheduler.recording.outcomes import RecordedOutcome, meant_by


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("PASS", RecordedOutcome.COMPLETED),
        ("Passed w/ remarks", None),
        ("PASS W/ REMARKS", RecordedOutcome.COMPLETED_WITH_REMARKS),
        ("completed_with_remarks", RecordedOutcome.COMPLETED_WITH_REMARKS),
        ("Did not pass", RecordedOutcome.FAILED),
        ("CND - IN USE", RecordedOutcome.ATTEMPTED_IN_USE),
        ("Could not do: on patient", RecordedOutcome.ATTEMPTED_IN_USE),
        ("unable to locate", RecordedOutcome.ATTEMPTED_NOT_FOUND),
        ("Refused by charge nurse", RecordedOutcome.REFUSED),
        ("CND - VENDOR", RecordedOutcome.NO_SHOW),
        ("CND - REPAIR", RecordedOutcome.OUT_FOR_REPAIR),
        ("In Progress", RecordedOutcome.NOT_CLOSED),
        ("declined", RecordedOutcome.DECLINED),
    ],
)
def test_a_word_of_another_system_is_understood(word: str, outcome: RecordedOutcome | None) -> None:
    assert meant_by(word) is outcome


@pytest.mark.parametrize(
    "word", ["not in use", "incomplete", "not completed", "completely wrong", "done?? no", "", "17"]
)
def test_nothing_is_taken_for_what_it_does_not_say(word: str) -> None:
    assert meant_by(word) is None


def test_in_use_and_missing_at_once_is_nobody_s_guess() -> None:
    assert meant_by("in use or missing") is None
