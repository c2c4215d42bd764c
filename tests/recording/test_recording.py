"""What a list of work orders leaves in a programme's tables: each row once, all or nothing, nothing overwritten."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scheduler.domain.record import Deferral, HistoryRow, Outcome, VisitAnswer
from scheduler.errors import InputError, VersionConflict
from scheduler.inputs import read_programme
from scheduler.recording import Asked, record
from scheduler.recording.planned import owed_around
from scheduler.recording.together import replace_together
from tests.inputs.hospital import TABLES, TODAY
from tests.recording.lists import files_in, hospital, recorded

OURS = "asset_tag,procedure,done_on,outcome,technician\n"


def faults_of(folder: Path, text: str, asked: Asked | None = None) -> list[str]:
    """Record a list that is refused, and return what was said; the folder stays as it was."""
    before = files_in(folder)
    with pytest.raises(InputError) as refused:
        recorded(folder, text, asked)
    assert files_in(folder) == before
    return [str(problem) for problem in refused.value.problems]


def test_rows_are_appended_behind_what_the_table_has_byte_by_byte(tmp_path: Path) -> None:
    folder = hospital(tmp_path)

    recorded(folder, OURS + "V1,pm-6m,2026-11-30,completed,T1\nP1,pm,2026-11-29,attempted_in_use,T2\n")

    assert (folder / "history.csv").read_text() == (
        TABLES["history"] + "V1,pm-6m,2026-11-30,completed,T1\nP1,pm,2026-11-29,attempted_in_use,T2\n"
    )


def test_recording_the_same_list_twice_changes_no_byte(tmp_path: Path) -> None:
    folder, text = hospital(tmp_path), OURS + "V1,pm-6m,2026-11-30,completed,T1\nV2,pm-6m,2026-11-30,failed,T1\n"
    recorded(folder, text)
    before = files_in(folder)

    again = recorded(folder, text)

    assert (files_in(folder), again.history, again.already, again.files) == (before, (), 2, ())


def test_the_table_reads_back_as_what_the_list_told(tmp_path: Path) -> None:
    folder = hospital(tmp_path)

    recorded(
        folder,
        "asset_tag,procedure,done_on,outcome,technician,runtime_hours,note\n"
        'v1,PM-6M,2026-11-30,completed_with_remarks,"Ruiz, Dana",812.5,"said ""fine"",\n=SUM(1)"\n',
    )

    history = read_programme(folder, today=TODAY).programme.history
    remarks = Outcome.COMPLETED_WITH_REMARKS
    told = HistoryRow("V1", "pm-6m", date(2026, 11, 30), remarks, "Ruiz, Dana", 812.5, 'said "fine", =SUM(1)')
    assert history[-1] == told
    assert len(history) == 3


@pytest.mark.parametrize("start", ["=1+1", "+cmd", "-2+3", "@SUM(A1)"])
def test_no_recorded_text_is_a_formula_in_a_spreadsheet(tmp_path: Path, start: str) -> None:
    folder = hospital(tmp_path)

    recorded(folder, f"asset_tag,procedure,done_on,outcome,note\nV1,pm-6m,2026-11-30,completed,{start}\n")

    assert f",'{start}" in (folder / "history.csv").read_text()


def test_headings_and_words_of_another_system_are_guessed_and_shown(tmp_path: Path) -> None:
    folder = hospital(tmp_path)

    found = recorded(
        folder,
        "Report of the week;;;;\n"
        "WO No.;Control No.;PM Schedule;Date Completed;WO Status\n"
        "1;V1;pm-6m;30/11/2026 14:05;PASS\n2;V2;PM-6M;25/11/2026;CND - IN USE\n3;P1;pm;24/11/2026;In progress\n",
    )

    assert dict(found.mapping.columns) == {
        "WO No.": "work_order",
        "Control No.": "asset_tag",
        "PM Schedule": "procedure",
        "Date Completed": "done_on",
        "WO Status": "outcome",
    }
    assert found.mapping.date_format == "%d/%m/%Y"
    assert found.mapping.why["Control No."] == "its heading"
    assert [(row.asset_tag, row.done_on, row.outcome) for row in found.history] == [
        ("V1", date(2026, 11, 30), Outcome.COMPLETED),
        ("V2", date(2026, 11, 25), Outcome.ATTEMPTED_IN_USE),
    ]
    assert found.not_closed == 1


def test_a_column_is_known_by_what_stands_in_it_where_its_heading_says_nothing(tmp_path: Path) -> None:
    folder = hospital(tmp_path)

    found = recorded(folder, "Obj,Completed,Wk\nV1,2026-11-30,pm-6m\nP1,2026-11-30,pm\n")

    assert dict(found.mapping.columns) == {"Obj": "asset_tag", "Completed": "done_on", "Wk": "procedure"}
    assert found.mapping.why["Obj"] == "100% of its words are known"
    assert len(found.history) == 2


def test_a_mapping_that_was_saved_is_used_for_the_next_list_of_the_source(tmp_path: Path) -> None:
    folder = hospital(tmp_path)
    text = "Gear,Kind,When,How\n{},pm-6m,{},All good\n"
    asked = Asked(columns={"Gear": "asset_tag", "When": "done_on", "How": "outcome", "Kind": "procedure"},
                  values={("outcome", "All good"): "completed"}, date_format="%d.%m.%Y")  # fmt: skip
    recorded(folder, text.format("V1", "30.11.2026"), asked, file="wo-2026-48.csv")

    found = recorded(folder, text.format("V2", "01.12.2026"), file="wo-2026-49.csv")

    assert found.mapping.source == "wo"
    assert set(found.mapping.why.values()) == {"saved"}
    assert [(row.asset_tag, row.done_on) for row in found.history] == [("V2", date(2026, 12, 1))]


def test_days_that_can_be_read_in_two_ways_are_asked_about(tmp_path: Path) -> None:
    text = "Asset Tag,Procedure,Completed\nV1,pm-6m,03/11/2026\nV2,pm-6m,05/11/2026\n"
    folder = hospital(tmp_path)

    faults = faults_of(folder, text)
    found = recorded(folder, text, Asked(date_format="%m/%d/%Y"))

    assert faults == [
        'orders.csv: "03/11/2026" … days that can be read in one way; %d/%m/%Y and %m/%d/%Y both fit '
        '… say which with --date-format "%d/%m/%Y"'
    ]
    assert [row.done_on for row in found.history] == [date(2026, 3, 11), date(2026, 5, 11)]


def test_a_form_of_days_in_which_one_would_be_to_come_is_left_out(tmp_path: Path) -> None:
    found = recorded(hospital(tmp_path), "Asset Tag,Procedure,Completed\nV1,pm-6m,03/11/2026\nV2,pm-6m,12/11/2026\n")

    assert [row.done_on for row in found.history] == [date(2026, 11, 3), date(2026, 11, 12)]


def test_an_instant_is_recorded_on_the_day_of_the_site(tmp_path: Path) -> None:
    found = recorded(hospital(tmp_path), "Asset Tag,Procedure,Completed\nV1,pm-6m,2026-11-29T23:30:00Z\n")

    assert found.history[0].done_on == date(2026, 11, 30)


def test_every_fault_of_a_list_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    faults = faults_of(
        hospital(tmp_path),
        OURS
        + "V9,pm-6m,2026-11-30,completed,\n"
        + "V1,pm-6m,2026-12-02,completed,\n"
        + "V1,pm-9m,2026-11-30,completed,\n"
        + "V1,pm-6m,2026-11-30,perfect,\n"
        + "V2,pm-6m,2026-11-30,,\n"
        + "V2,,2026-11-30,completed,\n"
        + "V2,pm-6m,,failed,\n",
    )

    assert faults == [
        'orders.csv › row 2 › asset_tag: "V9" … an asset_tag of assets … add it to assets or correct it here',
        'orders.csv › row 3 › done_on: "2026-12-02" … a day not after today, 2026-12-01 … '
        "correct the day, or run with a later --today",
        'orders.csv › row 4 › procedure: "pm-9m" … a procedure of procedures … did you mean "pm-6m"?',
        'orders.csv › row 5 › outcome: "perfect" … one of completed, completed_with_remarks, failed, rolled_back, '
        "attempted_in_use, attempted_not_found, refused, no_show, out_for_repair, deferred, agreed, declined, "
        "not_closed",
        "orders.csv › row 6 › outcome: how it ended; outcome may not be blank … write completed, or say what happened",
        "orders.csv › row 7 › procedure: a procedure, a task_id or a work order … say which work was done",
        "orders.csv › row 8 › done_on: the day of the visit … fill it in",
    ]


def test_faulty_rows_can_be_set_aside_and_are_listed(tmp_path: Path) -> None:
    text = OURS + "V9,pm-6m,2026-11-30,completed,\nV1,pm-6m,2026-11-30,completed,\n"
    folder = hospital(tmp_path)

    found = recorded(folder, text, Asked(max_set_aside=1))

    assert [problem.row for problem in found.left_out] == [2]
    assert [row.asset_tag for row in found.history] == ["V1"]


def test_a_verdict_that_contradicts_what_is_recorded_is_told_and_changes_nothing(tmp_path: Path) -> None:
    faults = faults_of(hospital(tmp_path), OURS + "V1,pm-6m,2026-07-01,failed,T1\n")

    assert faults == [
        'orders.csv › row 2 › outcome: "failed" … what stands for V1 pm-6m on 2026-07-01: completed by T1 is recorded '
        "… correct one of the two; what is recorded is never overwritten"
    ]


def test_two_rows_of_a_list_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    faults = faults_of(
        hospital(tmp_path), OURS + "V1,pm-6m,2026-11-30,completed,T1\nV1,pm-6m,2026-11-30,completed,T2\n"
    )

    assert faults == [
        'orders.csv › row 3 › outcome: "completed" … what stands for V1 pm-6m on 2026-11-30: completed by T1, row 2 '
        "… correct one of the two; what is recorded is never overwritten"
    ]


def test_a_blank_contradicts_nothing_and_adds_nothing(tmp_path: Path) -> None:
    found = recorded(hospital(tmp_path), OURS + "V1,pm-6m,2026-07-01,completed,\n")

    assert (found.history, found.already) == ((), 1)


def test_an_attempt_and_a_completion_of_one_day_both_stand(tmp_path: Path) -> None:
    found = recorded(hospital(tmp_path), OURS + "V1,pm-6m,2026-11-30,no_show,T1\nV1,pm-6m,2026-11-30,completed,T1\n")

    assert [row.outcome for row in found.history] == [Outcome.NO_SHOW, Outcome.COMPLETED]
    assert found.follow_ups == ()


def test_an_attempt_is_to_be_tried_again_and_the_last_one_allowed_is_escalated(tmp_path: Path) -> None:
    folder = hospital(tmp_path)

    first = recorded(folder, OURS + "V1,pm-6m,2026-11-20,attempted_in_use,T1\n").follow_ups
    second = recorded(folder, OURS + "V1,pm-6m,2026-11-25,attempted_not_found,T1\n").follow_ups

    assert [(each.attempts, each.reattempt_by, each.escalate) for each in first] == [(1, date(2026, 11, 25), False)]
    assert [(each.attempts, each.reattempt_by, each.escalate) for each in second] == [(2, date(2026, 11, 30), True)]


def test_a_failure_holds_the_asset(tmp_path: Path) -> None:
    found = recorded(hospital(tmp_path), OURS + "V1,pm-6m,2026-11-20,rolled_back,T1\n")

    assert [(each.holds_asset, each.reattempt_by) for each in found.follow_ups] == [(True, None)]


def test_a_deferral_needs_its_reason_and_its_approver(tmp_path: Path) -> None:
    folder = hospital(tmp_path)
    heading = "asset_tag,procedure,outcome,reason,approved_by,until\n"

    faults = faults_of(folder, heading + "V1,pm-6m,deferred,,,2027-01-31\n")
    found = recorded(folder, heading + "V1,pm-6m,deferred,parts on order,J. Ortega,2027-01-31\n")

    assert [fault.split(" … ")[0] for fault in faults] == [
        "orders.csv › row 2 › approved_by: Who approved the deferral; it may not be blank",
        "orders.csv › row 2 › reason: Why it is deferred; it may not be blank",
    ]
    deferral = Deferral("V1", "pm-6m", "parts on order", "J. Ortega", date(2027, 1, 31))
    assert found.deferrals == (deferral,)
    assert read_programme(folder, today=TODAY).programme.deferrals == (deferral,)


def test_an_answer_to_a_visit_is_kept_for_its_start(tmp_path: Path) -> None:
    folder = hospital(tmp_path)

    recorded(
        folder,
        "asset_tag,procedure,outcome,start,answered_by,done_on\nC1,pm,agreed,2027-01-12T20:30,ct-room,2026-11-30\n"
        "V1,pm-6m,declined,2027-01-13T08:00,icu,2026-11-30\n",
    )

    rows = read_programme(folder, today=TODAY).programme.agreements
    assert [(row.asset_tag, row.start, row.answer, row.answered_by) for row in rows] == [
        ("C1", datetime(2027, 1, 12, 19, 30, tzinfo=UTC), VisitAnswer.AGREED, "ct-room"),
        ("V1", datetime(2027, 1, 13, 7, 0, tzinfo=UTC), VisitAnswer.REFUSED, "icu"),
    ]


def test_a_task_id_says_which_work_it_was(tmp_path: Path) -> None:
    folder = hospital(tmp_path)
    programme = read_programme(folder, today=TODAY).programme
    task = next(task for task, _, work in owed_around(programme, TODAY, TODAY) if work.asset_tag == "V1")
    procedure = next(work.procedure for each, _, work in owed_around(programme, TODAY, TODAY) if each == task)

    found = recorded(folder, f"task_id,done_on\n{task},2026-11-30\n")
    again = recorded(folder, f"task_id,done_on\n{task},2026-11-30\n")

    assert [(row.asset_tag, row.procedure) for row in found.history] == [("V1", procedure)]
    assert (again.history, again.already) == ((), 1)


def test_a_task_id_that_nobody_knows_is_told(tmp_path: Path) -> None:
    faults = faults_of(hospital(tmp_path), "task_id,done_on\nV1-aaaaaaaaaaaaaaaa,2026-11-30\n")

    assert len(faults) == 1
    assert faults[0].startswith(
        'orders.csv › row 2 › task_id: "V1-aaaaaaaaaaaaaaaa" … a task_id of the programme or of a plan … '
    )


def test_an_id_and_an_asset_that_do_not_belong_together_are_told(tmp_path: Path) -> None:
    due = "asset_tag,procedure,last_done,next_due,work_order\nV1,pm-6m,,2026-12-20,WO-7\n"
    folder = hospital(tmp_path, due=due)

    faults = faults_of(folder, "work_order,asset_tag,done_on\nWO-7,V2,2026-11-30\n")
    found = recorded(folder, "work_order,done_on\nWO-7,2026-11-30\n")

    assert faults == ['orders.csv › row 2 › asset_tag: "V2" … V1, which its id says … correct one of the two']
    assert [(row.asset_tag, row.procedure) for row in found.history] == [("V1", "pm-6m")]


def test_an_export_of_another_system_is_left_alone_and_what_it_tells_later_counts_once(tmp_path: Path) -> None:
    mapped = (
        "name: x\ntimezone: Europe/Madrid\ntables:\n  history:\n    file: EXPORT.csv\n    columns: {Tag: asset_tag}\n"
    )
    export = "Tag,procedure,done_on,outcome\nV1,pm-6m,2026-07-01,completed\n"
    folder = hospital(tmp_path, history=None)
    (folder / "programme.yaml").write_text(mapped)
    (folder / "EXPORT.csv").write_text(export)

    recorded(folder, OURS + "V1,pm-6m,2026-11-30,completed,T1\n")
    after_recording = read_programme(folder, today=TODAY)
    (folder / "EXPORT.csv").write_text(export + "V1,pm-6m,2026-11-30,completed\n")
    after_export = read_programme(folder, today=TODAY)

    assert (folder / "recorded_history.csv").read_text().splitlines()[1:] == ["V1,pm-6m,2026-11-30,completed,T1,,"]
    assert [row.done_on for row in after_recording.programme.history] == [date(2026, 7, 1), date(2026, 11, 30)]
    assert [row.done_on for row in after_export.programme.history] == [date(2026, 7, 1), date(2026, 11, 30)]
    assert after_recording.warnings == after_export.warnings == ()


def test_a_table_keeps_its_delimiter_line_ends_mark_and_order_and_gains_a_column_it_lacks(tmp_path: Path) -> None:
    old = "\ufeffdone_on;asset_tag;procedure\r\n2026-07-01;V1;pm-6m"
    folder = hospital(tmp_path, history=old.encode())

    recorded(folder, "asset_tag,procedure,done_on\nV2,pm-6m,2026-11-30\n")

    assert (folder / "history.csv").read_bytes().decode() == (
        "\ufeffdone_on;asset_tag;procedure;outcome\r\n2026-07-01;V1;pm-6m;\r\n2026-11-30;V2;pm-6m;completed\r\n"
    )


def test_a_workbook_is_read_from_the_sheet_that_looks_like_work_orders(tmp_path: Path) -> None:
    import xlsxwriter

    folder, path = hospital(tmp_path), tmp_path / "closed.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet("Cover").write(0, 0, "Closed work orders")
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Asset No.", "Procedure", "Closed", "Result"])
        sheet.write_row(1, 0, ["V1", "pm-6m"])
        sheet.write_datetime(1, 2, datetime(2026, 11, 30))  # noqa: DTZ001 (a cell has no zone)
        sheet.write(1, 3, "Passed")

    found = record(folder, path, Asked(), TODAY)

    assert found.mapping.sheet == "Data"
    assert [(row.asset_tag, row.done_on) for row in found.history] == [("V1", date(2026, 11, 30))]


def test_a_dry_run_tells_all_and_leaves_no_trace(tmp_path: Path) -> None:
    folder = hospital(tmp_path)
    before = sorted(path.name for path in folder.iterdir())

    found = recorded(folder, OURS + "V1,pm-6m,2026-11-30,completed,T1\n", Asked(dry_run=True))

    assert len(found.history) == 1
    assert sorted(path.name for path in folder.iterdir()) == before
    assert (folder / "history.csv").read_text() == TABLES["history"]


def test_a_table_that_somebody_saves_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    folder = hospital(tmp_path)

    with pytest.raises(VersionConflict, match=r"history\.csv was changed while htm record was at work"):
        replace_together(folder, {"history.csv": b"new"}, {"history.csv": b"as it was read"})

    assert (folder / "history.csv").read_text() == TABLES["history"]
