"""Responsibilities, service levels, risk management and scope: what is agreed, what is a gap, and from which cell."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from scheduler.correlation import correlate
from scheduler.domain.equipment import Answer, AssetStatus, ImpactFactors, Support
from scheduler.domain.facts import Facts
from scheduler.domain.ids import RoleId
from scheduler.domain.service_terms import STANDARD_ROLES, Assignment, ClassStrategy, Strategy
from scheduler.outputs.appendix.paper import Cell, Paper, Source, State, cell_of
from tests.builders import a_coverage_row, a_modality, a_model, a_procedure, an_asset, facts_of
from tests.correlation.builders import a_device, an_entry
from tests.outputs.appendix.agreements import (
    HTM,
    a_bare_contract,
    a_contract,
    covering,
    numbered,
    paper_of_contract,
)
from tests.outputs.appendix.papers import in_json, paper_about, said, table_of, write_paper

CRITICAL = ImpactFactors(3, 3, True, True, 3, 3, 3, 3)


def a_row(paper: Paper, key: str, place: int = 0) -> dict[str, Cell]:
    table = table_of(paper, key)
    return dict(cell_of(table, table.rows[place]))


def sources_of(paper: Paper, key: str, place: int = 0) -> list[str]:
    return [str(source) for source in table_of(paper, key).rows[place].sources]


def texts(paper: Paper) -> list[str]:
    from scheduler.outputs.appendix.words import Wording

    wording = Wording(paper.language)
    return [wording.say(text) for _, text in paper.texts()]


# Responsibilities


def test_the_matrix_has_a_row_for_each_kind_of_work_and_a_column_for_each_party() -> None:
    paper = paper_of_contract(covering(a_contract()))

    rows = said(paper, "responsibilities")

    assert [row["work"] for row in rows] == [
        "preventive maintenance",
        "asset data",
        "validation of updates",
        "deployment of updates",
        "network monitoring",
        "incident response",
    ]
    assert [key for key in rows[0] if key.startswith("role_")] == [f"role_{r}" for r in (*STANDARD_ROLES, "leasing")]
    assert (rows[0]["role_service_provider"], rows[0]["role_hospital_htm"], rows[0]["role_leasing"]) == ("R", "A", "C")
    assert (rows[0]["role_manufacturer"], rows[0]["role_backup"]) == ("I", "–")
    assert (rows[1]["role_hospital_htm"], rows[1]["complete"]) == ("R A", "complete")
    assert sources_of(paper, "responsibilities") == ["programme.yaml:contracts[0].responsibilities.pm"]


def test_a_kind_of_work_that_nobody_was_given_is_a_gap_and_says_what_it_lacks() -> None:
    rows = said(paper_of_contract(covering(a_bare_contract())), "responsibilities")

    assert len(rows) == 6
    assert {row["role_backup"] for row in rows} == {"not given"}
    assert {row["complete"] for row in rows} == {"nobody is accountable, nobody is responsible"}


@pytest.mark.parametrize(
    ("assignment", "complete"),
    [
        (Assignment((HTM,), HTM), "complete"),
        (Assignment((HTM,), None), "nobody is accountable"),
        (Assignment((), HTM), "nobody is responsible"),
    ],
)
def test_exactly_one_is_accountable_and_somebody_responsible(assignment: Assignment, complete: str) -> None:
    contract = a_contract()
    first = next(iter(contract.assignments))

    paper = paper_of_contract(covering(replace(contract, assignments={**contract.assignments, first: assignment})))

    assert said(paper, "responsibilities")[0]["complete"] == complete


def test_a_procedure_with_parties_of_its_own_comes_before_the_matrix() -> None:
    plain = a_procedure("PM")
    own = replace(a_procedure("Own", row=9), responsibility=replace(plain.responsibility, responsible=("In-house",)))
    two = replace(
        a_procedure("Two", row=10), responsibility=replace(plain.responsibility, accountable=("Director", "Owner"))
    )
    by_key = replace(
        a_procedure("Key", row=11), responsibility=replace(plain.responsibility, responsible=("Service_Provider",))
    )

    paper = paper_of_contract(covering(a_contract(), procedures=[plain, own, two, by_key]))

    rows = {row["procedure"]: row for row in said(paper, "procedure_parties")}
    assert sorted(rows) == ["Own", "Two"]
    assert (rows["Own"]["responsible"], rows["Own"]["accountable"]) == ("In-house", "Hospital HTM")
    assert (rows["Two"]["accountable"], rows["Two"]["complete"]) == ("Director, Owner", "more than one is accountable")
    cell = a_row(paper, "procedure_parties")
    assert cell["responsible"].sources == (Source("procedures", 9),)
    assert cell["accountable"].sources == (Source("programme.yaml", "contracts[0].responsibilities.pm.accountable"),)


# Service levels


def test_hours_come_from_the_agreement_then_from_the_modality_and_are_never_invented() -> None:
    pump = replace(a_modality("Pump"), response_critical_h=2.0, response_routine_h=24.0, row=7)
    lamp = replace(a_modality("Lamp"), response_critical_h=4.0, row=8)
    facts = covering(
        a_contract(),
        modalities=[pump, lamp],
        models=[a_model("Acme", "P1", modality="Pump"), a_model("Acme", "L1", modality="Lamp")],
        assets=[an_asset("A-1"), an_asset("A-2", model="L1")],
    )

    paper = paper_of_contract(facts)

    lamp_row, pump_row = said(paper, "response_times")
    hours = ("response_critical_h", "restoration_critical_h", "response_routine_h", "restoration_routine_h")
    assert [pump_row[each] for each in hours] == ["0.5", "24", "24", "not given"]
    assert [lamp_row[each] for each in hours] == ["4", "not given", "8", "72"]
    assert (pump_row["coverage_hours"], lamp_row["coverage_hours"]) == ("always", "Mon-Fri 08:00-17:00")
    cells = a_row(paper, "response_times", 1)
    assert cells["response_critical_h"].sources == (
        Source("programme.yaml", "contracts[0].service_levels.response[0].response_critical_h"),
    )
    assert cells["response_routine_h"].sources == (Source("modalities", 7),)


def test_uptime_is_given_with_its_formula_its_exclusions_and_what_may_be_lost() -> None:
    paper = paper_of_contract(covering(a_contract()))

    [row] = said(paper, "uptime")

    assert row == {
        "modality": "Pump",
        "uptime_percent": "97.3",
        "lost_hours": "2.7",
        "measured_over": "3 months",
        "required_hours": "Mon to Sat 22:00-06:30",
        "required_hours_a_week": "51",
    }
    assert "C-1: not counted as downtime either: damage by misuse." in texts(paper)
    assert any("agreed downtime window" in text and "never downtime" in text for text in texts(paper))


def test_deadlines_stand_by_party_and_severity_each_with_its_own_clock() -> None:
    paper = paper_of_contract(covering(a_contract()))

    assert [(row["party_bound"], row["within"], row["clock"]) for row in said(paper, "notification")] == [
        ("Manufacturer", "30 days", "the day the manufacturer learns of it"),
        ("GE", "not given", "not given"),
        ("Hospital HTM", "not given", "not given"),
    ]
    rows = said(paper, "patch_deadlines")
    assert len(rows) == 12
    assert rows[4] == {
        "party_bound": "GE",
        "party_does": "installs and verifies",
        "severity": "critical",
        "within": "1 working day",
        "clock": "the day the manufacturer validates the update",
    }
    assert {row["within"] for row in (*rows[:4], *rows[5:])} == {"not given"}


def test_an_agreement_without_a_word_is_nothing_but_gaps() -> None:
    paper = paper_of_contract(covering(a_bare_contract()))

    for key in ("response_times", "uptime", "notification", "patch_deadlines", "reporting", "monitoring_access"):
        fixed = {"modality", "party_bound", "party_does", "severity", "fact"}
        rows = said(paper, key)
        assert rows
        assert {text for row in rows for column, text in row.items() if column not in fixed} == {"not given"}, key


# Risk management


def test_each_class_with_assets_has_its_strategies_or_a_gap() -> None:
    facts = covering(
        a_contract(),
        modalities=[replace(a_modality("Pump"), factors=CRITICAL), a_modality("Lamp")],
        models=[a_model("Acme", "P1", modality="Pump"), a_model("Acme", "L1", modality="Lamp")],
        assets=[an_asset("A-1"), an_asset("A-2"), an_asset("A-3", model="L1")],
    )

    rows = said(paper_of_contract(facts), "risk_strategies")

    assert [(row["impact_class"], row["modalities"], row["assets"], row["strategies"]) for row in rows] == [
        ("critical", "Pump", "2", "patch; segment the network"),
        ("not assessed", "Lamp", "1", "not given"),
    ]


def test_a_class_of_the_hospitals_own_stands_as_it_wrote_it() -> None:
    contract = a_contract()
    risk = replace(contract.risk, strategies={"severe": ClassStrategy((Strategy.REPLACE,))})
    facts = covering(replace(contract, risk=risk), modalities=[replace(a_modality("Pump"), factors=CRITICAL)])
    programme = replace(facts.programme, impact=replace(facts.programme.impact, borders={"severe": 50, "slight": 0}))

    paper = paper_of_contract(facts_of(programme))

    assert [(row["impact_class"], row["strategies"]) for row in said(paper, "risk_strategies")] == [
        ("severe", "replace")
    ]
    assert [row["impact_class"] for row in said(paper, "quantities")] == ["severe"]


def test_ends_of_support_come_in_order_with_the_day_by_which_they_are_told() -> None:
    models = [
        replace(a_model("Acme", "P1"), support=Support.LIMITED, support_ends=date(2028, 2, 29), row=5),
        replace(a_model("Acme", "P2"), support=Support.UNSUPPORTED),
        a_model("Acme", "P3"),
    ]
    facts = covering(a_contract(), models=models, assets=[an_asset(f"A-{n}", model=f"P{n}") for n in (1, 2, 3)])

    paper = paper_of_contract(facts)

    assert [(row["model"], row["support_ends"], row["notice_by"]) for row in said(paper, "ends_of_support")] == [
        ("P1", "29 Feb 2028", "28 Feb 2027"),
        ("P2", "unknown", "unknown"),
    ]
    assert sources_of(paper, "ends_of_support") == ["models:5"]
    assert a_row(paper, "ends_of_support")["notice_by"].sources == (
        Source("models", 5),
        Source("programme.yaml", "contracts[0].risk.end_of_support_notice"),
    )


@pytest.mark.parametrize(
    ("effective", "dates"),
    [
        (date(2026, 7, 1), ("1 Jan 2027", "1 Jul 2027")),
        (date(2026, 6, 1), ("1 Jun 2027", "1 Dec 2027")),
        (date(2027, 3, 1), ("1 Sep 2027", "1 Mar 2028")),
        (None, ("not given", "not given")),
    ],
)
def test_reviews_are_counted_from_the_effective_date_and_lie_ahead(
    effective: date | None, dates: tuple[str, str]
) -> None:
    """Today is 1 December 2026."""
    first = said(paper_of_contract(covering(replace(a_contract(), effective_date=effective))), "reviews")[0]

    assert (first["reviewed"], (first["next_review"], first["review_after"])) == ("this appendix", dates)


# Scope


def test_the_equipment_list_names_each_covered_asset_with_its_row_and_what_the_cmdb_knows() -> None:
    assets = numbered(
        [
            a_device("A-1", udi="(01)00812345678901", cmdb_id="CI-1"),
            a_device("A-2", udi="(01)00812345678902", owner="Leasing Co."),
            a_device("A-3", networked=Answer.NO, udi="+H123"),
            a_device("A-4", status=AssetStatus.MISSING),
        ]
    )
    facts = covering(a_contract(), assets=assets, network=[an_entry(cmdb_id="CI-1")])

    paper = paper_of_contract(facts)

    rows = said(paper, "equipment")
    assert [row["asset_tag"] for row in rows] == ["A-1", "A-2", "A-3"]
    assert [row["udi_check"] for row in rows] == ["valid", "not valid", "not checked (HIBCC or ICCBBA)"]
    assert [row["found_by"] for row in rows] == ["by the CMDB entry", "not found", "not applicable"]
    assert [row["owner"] for row in rows] == ["the hospital", "Leasing Co.", "the hospital"]
    assert (rows[0]["serial_number"], rows[0]["coverage_level"], rows[0]["contract"]) == ("unknown", "full", "C-1")
    assert a_row(paper, "equipment")["found_by"].sources == (Source("assets", 2), Source("network", 2))
    assert a_row(paper, "equipment")["coverage_level"].sources == (Source("coverage", 2),)
    assert [(row["asset_tag"], row["status"]) for row in said(paper, "never_covered")] == [("A-4", "missing")]
    assert "C-1: the equipment list is shared with: IT and security. How often: 1 month." in texts(paper)


@pytest.mark.parametrize(
    ("percent", "by", "state"),
    [
        (50.0, date(2026, 11, 30), "reached"),
        (50.1, date(2026, 11, 30), "missed"),
        (50.1, date(2026, 12, 1), "not reached, date ahead"),
        (50.1, None, "not reached"),
        (None, date(2026, 12, 1), "not applicable"),
    ],
)
def test_the_rate_of_a_site_is_held_against_its_target_on_the_day(
    percent: float | None, by: date | None, state: str
) -> None:
    contract = a_contract()
    target = replace(contract.correlation[0], percent=percent, by=by)
    facts = covering(
        replace(contract, correlation=(target,)),
        assets=[a_device("A-1", cmdb_id="CI-1"), a_device("A-2")],
        network=[an_entry(cmdb_id="CI-1")],
    )

    [row] = said(paper_of_contract(facts), "match_rates")

    assert (row["networked_assets"], row["found"], row["cmms_only"], row["match_rate"]) == ("2", "1", "1", "50.0")
    assert row["target_state"] == state


def test_the_three_lists_and_what_contradicts_itself() -> None:
    assets = [
        a_device("A-1", cmdb_id="CI-1", serial_number="SERIAL-1"),
        a_device("A-2"),
        a_device("A-3", status=AssetStatus.RETIRED, cmdb_id="CI-3"),
    ]
    network = [
        an_entry(2, cmdb_id="CI-1", serial_number="SERIAL-2"),
        an_entry(3, cmdb_id="CI-3"),
        an_entry(4, cmdb_id="CI-4", hostname="stray"),
        an_entry(5, cmdb_id="CI-5", make="Nobody's"),
    ]
    facts = covering(a_contract(), assets=assets, network=network)

    paper = paper_of_contract(facts)

    assert [row["asset_tag"] for row in said(paper, "in_cmms_only")] == ["A-2"]
    assert [row["cmdb_id"] for row in said(paper, "in_cmdb_only")] == ["CI-4"]
    assert "1 further entry without an asset is of a make that this agreement does not cover." in texts(paper)
    assert [(row["asset_tags"], row["entries"], row["conflict"]) for row in said(paper, "in_conflict")] == [
        ("A-1", "CI-1", "the serial number differs"),
        ("A-3", "CI-3", "retired or missing, and known to the network"),
    ]
    assert [row["cmdb_id"] for row in said(paper_about(facts), "in_cmdb_only")] == ["CI-4", "CI-5"]


PAYLOADS = (
    '=HYPERLINK("http://x.example","y")',
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{n} {contract}",
    '#eval("1")',
    "$(id)",
    "\\input{x}",
    "<script>x</script>",
)


def test_what_an_agreement_says_is_text_in_every_format(tmp_path: Path) -> None:
    contract, roles = a_contract(), [RoleId(payload) for payload in PAYLOADS]
    levels = contract.service_levels
    hostile = replace(
        contract,
        roles={**contract.roles, **{role: str(role) for role in roles}},
        coverage_hours=PAYLOADS[0],
        service_levels=replace(
            levels, response=(), reporting=tuple(replace(levels.reporting[0], report=r, by=r, to=(r,)) for r in roles)
        ),
        risk=replace(contract.risk, tool=PAYLOADS[0]),
    )
    assets = [a_device(f"A-{n}", owner=payload, udi=payload) for n, payload in enumerate(PAYLOADS)]
    paper = paper_of_contract(covering(hostile, assets=assets))

    write_paper(paper, tmp_path, "appendix")

    read = in_json(tmp_path / "appendix.json")
    for key, column in (
        ("reporting", "report"),
        ("reporting", "report_to"),
        ("equipment", "owner"),
        ("parties", "role"),
    ):
        assert set(PAYLOADS) <= {row[column] for row in read[key]}, (key, column)
    cells = [cell for sheet in load_workbook(tmp_path / "appendix.xlsx") for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert set(PAYLOADS) <= {cell.value for cell in cells}
    document = Document(str(tmp_path / "appendix.docx"))
    assert set(PAYLOADS) <= {cell.text for table in document.tables for cell in table._cells}


# The whole programme, and other languages


def test_each_agreement_speaks_only_of_what_it_covers_when_all_stand_together() -> None:
    first, second = a_contract("C-1"), a_bare_contract("C-2")
    facts = covering(
        first,
        second,
        assets=[an_asset("A-1"), an_asset("A-2", model="L1")],
        models=[a_model("Acme", "P1", modality="Pump"), a_model("Acme", "L1", modality="Lamp")],
        coverage=[
            replace(a_coverage_row(None, asset_tag="A-1"), contract="C-1"),
            replace(a_coverage_row(None, asset_tag="A-2", row=3), contract="C-2"),
        ],
    )

    paper = paper_about(facts)

    assert [(row["contract"], row["modality"]) for row in said(paper, "response_times")] == [
        ("C-1", "Pump"),
        ("C-2", "Lamp"),
    ]
    assert [row["contract"] for row in said(paper, "equipment")] == ["C-1", "C-2"]


def test_without_an_agreement_there_is_nothing_to_say_and_that_is_said() -> None:
    paper = paper_about(covering())

    assert "No agreement is given in programme.yaml; nothing can be said here." in texts(paper)
    assert said(paper, "response_times") == []
    assert [row["asset_tag"] for row in said(paper, "equipment")] == ["A-1"]


@pytest.mark.parametrize("contract", [a_contract(), a_bare_contract()])
def test_every_word_is_there_in_spanish(contract) -> None:  # type: ignore[no-untyped-def]
    network = [an_entry(2, cmdb_id="CI-1"), an_entry(3)]
    facts = covering(contract, assets=[a_device("A-1", cmdb_id="CI-1"), a_device("A-2")], network=network)

    paper = paper_of_contract(facts, language="es")

    tables = [table.key for _, table in paper.tables()]
    assert len([row for key in tables for row in said(paper, key)]) > 40
    assert "Matriz de asignación de responsabilidades" in texts(paper)


@st.composite
def hospitals(draw: st.DrawFn) -> Facts:
    """Assets of three models and every status, some of them covered by each of two agreements, and a network."""
    models = [a_model("Acme", f"M{n}", modality=f"Kind {n % 2}") for n in range(3)]
    assets = [
        a_device(
            f"A-{number}",
            model=draw(st.sampled_from(("M0", "M1", "M2"))),
            status=draw(st.sampled_from(AssetStatus)),
            networked=draw(st.sampled_from(Answer)),
            cmdb_id=draw(st.sampled_from(("", "CI-1", "CI-2"))),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    scopes = st.fixed_dictionaries(
        {}, optional={"modality": st.sampled_from(("Kind 0", "Kind 1")), "make": st.just("Acme")}
    )
    coverage = [
        replace(a_coverage_row(None, row=row, **draw(scopes)), contract=draw(st.sampled_from(("C-1", "C-2"))))
        for row in range(2, 2 + draw(st.integers(0, 3)))
    ]
    network = [an_entry(row, cmdb_id=draw(st.sampled_from(("", "CI-1", "CI-2")))) for row in (2, 3)]
    procedures = [a_procedure("PM", modality="Kind 0"), a_procedure("PM", modality="Kind 0", make="Acme", model="M2")]
    return covering(
        a_contract("C-1"),
        a_bare_contract("C-2"),
        models=models,
        assets=assets,
        coverage=coverage,
        network=network,
        procedures=procedures,
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(hospitals(), st.sampled_from((None, 0, 1)))
def test_quantities_lists_and_rates_reconcile_with_the_inventory(facts: Facts, place: int | None) -> None:
    paper = paper_about(facts) if place is None else paper_of_contract(facts, place)
    programme = facts.programme

    listed = [row["asset_tag"] for key in ("equipment", "never_covered") for row in said(paper, key)]
    quantities = table_of(paper, "quantities")
    inventory = [cell_of(quantities, row)["inventory"].value for row in quantities.rows]
    rates = table_of(paper, "match_rates")
    of_whole = [cell_of(rates, row) for row in rates.rows][: 1 if place is None else None]
    networked = sum(cells["networked_assets"].value for cells in of_whole)  # type: ignore[misc]
    found = correlate(programme.assets.values(), programme.network)
    sought = [row["found_by"] for row in said(paper, "equipment")]

    assert sum(inventory) == len(listed) == len(set(listed))  # type: ignore[arg-type]
    if place is None:
        assert sorted(listed) == sorted(programme.assets)
        assert len(said(paper, "in_cmdb_only")) == len(found.cmdb_only)
        assert len(said(paper, "in_conflict")) == len(found.conflicts)
    assert networked == len([said_of for said_of in sought if said_of != "not applicable"])
    assert not {row["asset_tag"] for row in said(paper, "never_covered")} & {
        row["asset_tag"] for row in said(paper, "in_cmms_only")
    }


def test_a_state_is_never_a_blank() -> None:
    paper = paper_of_contract(covering(a_bare_contract(), assets=[an_asset()]))

    assert all(cell.value != "" for _, table in paper.tables() for row in table.rows for cell in row.cells)
    assert State.NOT_GIVEN in {cell.value for _, table in paper.tables() for row in table.rows for cell in row.cells}
