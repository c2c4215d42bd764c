"""The tables of the folder out."""

import csv
from dataclasses import replace
from pathlib import Path
from random import Random

from scheduler.domain.ids import RoundId
from scheduler.domain.plan import Shortfall
from scheduler.outputs.csv_text import quoted, write_csv
from scheduler.outputs.tables import write_tables
from tests.builders import a_leg, a_plan, a_programme, a_visit, an_asset, an_obligation, facts_of

VISITS = """\
visit_id,leg,round_id,start,end,site,department,room,asset_tag,make,model,modality,task_ids,performer,technicians,\
instruments,out_from,out_until,agreement,reason,where,patches
V A-1,1,R-1,2027-01-11T09:00:00+01:00,2027-01-11T10:00:00+01:00,North,Ward,,A-1,Acme,P1,Pump,A-1 PM|A-1 Safety,\
in_house,Ann|Bob,Flow-1,2027-01-11T09:00:00+01:00,2027-01-11T12:00:00+01:00,not_needed,,in_place,
V A-1,2,R-1,2027-01-11T10:00:00+01:00,2027-01-11T12:00:00+01:00,North,Ward,,A-1,Acme,P1,Pump,A-1 Check,GE,GE#1,,\
2027-01-11T09:00:00+01:00,2027-01-11T12:00:00+01:00,not_needed,,in_place,
"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def two_legs():
    first = a_leg("2027-01-11 09:00", 60, ("Ann", "Bob"), tasks=("A-1 PM", "A-1 Safety"), instruments=("Flow-1",))
    second = a_leg("2027-01-11 10:00", 120, ("GE#1",), tasks=("A-1 Check",), performer="GE")
    return replace(a_visit(legs=(first, second)), round_id=RoundId("R-1"))


def test_visits_have_a_row_a_leg_in_the_columns_of_the_contract(tmp_path: Path) -> None:
    write_tables(a_plan(two_legs()), facts_of(), tmp_path)

    assert (tmp_path / "visits.csv").read_text(encoding="utf-8") == VISITS


def test_every_obligation_stands_in_tasks_once_with_its_status(tmp_path: Path) -> None:
    placed, unplaced = an_obligation("A-1"), an_obligation("A-2")
    facts = facts_of(a_programme(assets=[an_asset("A-1"), an_asset("A-2")]))

    write_tables(a_plan(a_visit(), obligations=[placed, unplaced]), facts, tmp_path)

    found = [(row["task_id"], row["status"], row["visit_id"], row["escalate"]) for row in rows(tmp_path / "tasks.csv")]
    assert found == [("A-1 PM", "placed", "V A-1", "no"), ("A-2 PM", "unplaced", "", "no")]


def test_cmms_has_a_row_for_each_placed_task_from_its_first_leg_to_its_last(tmp_path: Path) -> None:
    monday, tuesday = a_leg("2027-01-11 09:00"), a_leg("2027-01-12 09:00")
    plan = a_plan(a_visit(legs=(monday, tuesday)), obligations=[an_obligation(), an_obligation("A-2")])

    write_tables(plan, facts_of(a_programme(assets=[an_asset("A-1"), an_asset("A-2")])), tmp_path)

    assert (tmp_path / "cmms.csv").read_text(encoding="utf-8") == (
        "work_order,asset_tag,procedure,scheduled_start,scheduled_end,technicians\n"
        ",A-1,PM,2027-01-11T09:00:00+01:00,2027-01-12T10:00:00+01:00,Ann\n"
    )


def test_times_carry_the_offset_of_the_site_on_their_day(tmp_path: Path) -> None:
    summer = a_visit(start="2027-06-30 09:00")

    write_tables(a_plan(summer), facts_of(), tmp_path)

    assert rows(tmp_path / "visits.csv")[0]["start"] == "2027-06-30T09:00:00+02:00"


def test_shortfall_says_the_minutes_short(tmp_path: Path) -> None:
    lack = Shortfall("2027-W02", ("North", "South"), ("b1", "b2"), 500, 380, 4, 12)  # type: ignore[arg-type]

    write_tables(replace(a_plan(a_visit()), shortfall=(lack,)), facts_of(), tmp_path)

    assert (tmp_path / "shortfall.csv").read_text(encoding="utf-8") == (
        "week,sites,skills,minutes_needed,minutes_available,minutes_short,tasks_affected,value_of_one_more_hour,"
        "kind,department,half_day,value_of_one_more_half_day\n"
        "2027-W02,North|South,b1|b2,500,380,120,4,12,people,,,\n"
    )


def test_a_plan_without_visits_has_tables_with_their_headings(tmp_path: Path) -> None:
    write_tables(a_plan(), facts_of(), tmp_path)

    assert [
        len((tmp_path / f"{name}.csv").read_text().splitlines()) for name in ("visits", "tasks", "load", "cmms")
    ] == [1] * 4


def test_hostile_text_comes_back_from_csv_as_it_was(tmp_path: Path) -> None:
    hostile = [
        "=1+1",
        "a\rb",
        'say "hi"',
        "x\x00y",
        " padded ",
        "line\nbreak",
        "-2+3",
        "@SUM(A1)",
        "é ☃ 😀",
        "a,b;c\td",
    ]

    write_csv(tmp_path / "t.csv", ("text", "more"), [(text, text) for text in hostile])

    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1:] == [[text, text] for text in hostile]


def test_a_line_is_its_cells_each_quoted_where_it_has_to_be(tmp_path: Path) -> None:
    dice, odd = Random(7), ("", "a", "b c", " ", ",", '"', "\t", "\r", "\n", "\xa0", "\u2028", "\ud800", "é")
    table = [
        ["".join(dice.choices(odd, k=dice.randint(0, 3))) for _ in range(dice.randint(1, 4))] for _ in range(5_000)
    ]

    write_csv(tmp_path / "t.csv", ("cell",), table)

    expected = "".join(",".join(map(quoted, row)) + "\n" for row in table)
    assert (tmp_path / "t.csv").read_bytes().decode() == "cell\n" + expected
