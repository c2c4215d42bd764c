"""Likely matches written for a planner to answer."""

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.domain.advisories import AdvisedProduct, MatchAnswer
from scheduler.errors import UsageError
from scheduler.recording.match_proposals import FILE, propose
from scheduler.risk.advisories.likeness import Grade
from scheduler.risk.advisories.matching import Evidence, Match
from tests.builders import a_programme

HEADING = "advisory,product_id,product,versions,make,model,confirmed,why,note\n"


def a_match(product: str = "Zeta", versions: str = "<= 2", grade: Grade = Grade.LIKELY) -> Match:
    of = AdvisedProduct("X-1", "Acme ", product, versions)
    return Match("A-1", of, ("Acme", "P1"), grade, Evidence.NAME, "the advisory names a wider family")


def written(folder: Path, *matches: Match, dry_run: bool = False) -> str:
    propose(folder, a_programme(), matches, dry_run=dry_run)
    path = folder / FILE
    return path.read_text("utf-8") if path.exists() else ""


def test_a_likely_match_becomes_a_row_without_an_answer(tmp_path: Path) -> None:
    rows = written(tmp_path, a_match(), a_match(grade=Grade.CERTAIN))

    assert rows == HEADING + "A-1,X-1,Acme Zeta,<= 2,Acme,P1,,the advisory names a wider family,\n"


def test_nothing_is_written_for_nothing_or_in_a_dry_run(tmp_path: Path) -> None:
    assert written(tmp_path) == ""
    assert written(tmp_path, a_match(), dry_run=True) == ""


def test_rows_that_are_there_stay_and_their_columns_and_separator_hold(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("model;make;advisory;remark\nP9;Acme;A-0;mine", "utf-8")

    assert written(tmp_path, a_match()) == "model;make;advisory;remark\nP9;Acme;A-0;mine\nP1;Acme;A-1;\n"


@pytest.mark.parametrize("product_id", ["X-1", ""])
def test_what_was_asked_is_not_asked_again(tmp_path: Path, product_id: str) -> None:
    asked = replace(a_programme(), match_answers=(MatchAnswer("A-1", product_id, "Acme", "P1", None, ""),))
    (tmp_path / FILE).write_text(HEADING, "utf-8")

    assert propose(tmp_path, asked, [a_match()], dry_run=False).matches == ()
    assert (tmp_path / FILE).read_text("utf-8") == HEADING


def test_a_cell_by_strangers_is_no_formula(tmp_path: Path) -> None:
    assert ",'=cmd()," in written(tmp_path, a_match(versions="=cmd()"))


def test_a_table_that_is_elsewhere_or_no_table_is_left_alone(tmp_path: Path) -> None:
    elsewhere = replace(a_programme(), match_answers=(MatchAnswer("A-1", "", "Acme", "P9", None, ""),))

    with pytest.raises(UsageError, match=r"is not in advisory_matches\.csv; add rows where it stands"):
        propose(tmp_path, elsewhere, [a_match()], dry_run=False)

    (tmp_path / FILE).write_text("hello\n", "utf-8")
    with pytest.raises(UsageError, match="has no columns advisory, make and model"):
        propose(tmp_path, a_programme(), [a_match()], dry_run=False)
    assert (tmp_path / FILE).read_text("utf-8") == "hello\n"
