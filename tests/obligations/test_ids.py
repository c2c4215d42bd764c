"""Ids of tasks."""

from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.obligations.ids import task_id


def an_id(tag: str, procedure: str = "PM", occurrence: str = "2027-02-14") -> str:
    return task_id(AssetTag(tag), ProcedureName(procedure), occurrence)


def test_an_id_stays_what_it_was_in_every_release() -> None:
    assert an_id("A-1") == "A-1-gv7bvwssgeziqk5z"


def test_an_id_holds_only_letters_digits_and_hyphens() -> None:
    assert an_id("Süd | 4/7 ‹x›").startswith("S-d-4-7-x-")
    assert an_id("🫀").startswith("task-")


def test_ids_tell_tag_procedure_and_occurrence_apart() -> None:
    ids = {an_id("A", "BC"), an_id("AB", "C"), an_id("A|B", "C"), an_id("A", "B|C"), an_id("A", "BC", "2027-02-15")}

    assert len(ids) == 5
