# ruff: noqa: E501 (a message stands on one line, as it is told)
"""Agreements of programme.yaml: every key read, every fault named by line, gaps told as warnings, codes checked."""

import zipfile
from dataclasses import replace
from datetime import date, time
from io import BytesIO
from pathlib import Path

import pytest

from scheduler.domain.agreement import AppendixPart, Contract
from scheduler.domain.calendar import Periodicity
from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.security import Severity
from scheduler.domain.service_terms import (
    Access,
    Activity,
    Assignment,
    ClassStrategy,
    Clock,
    CorrelationTarget,
    Exclusion,
    ListSharing,
    Notice,
    PatchDeadline,
    Report,
    ResponseTimes,
    Strategy,
    TimeUnit,
    Topic,
    TopicReport,
    Within,
)
from scheduler.inputs import contract_formats
from tests.inputs.hospital import PROGRAMME, read_hospital, said_of, table, warned_of

COVERAGE = "contract,modality,level,performer\nC1,pump,full,Scan Service\n"

FULL = """\
contracts:
  - contract: C1
    title: Pumps
    languages: [es, en]
    review_every: 6 months
    roles: {hospital_htm: Biomed, leasing: Leasing Co.}
    responsibilities:
      pm: {responsible: service_provider, accountable: hospital_htm, consulted: [leasing], informed: clinical_department}
      calibration: {responsible: service_provider, accountable: hospital_htm}
      asset_data: {responsible: [hospital_htm, service_provider], accountable: hospital_htm}
      patch_validation: {responsible: manufacturer, accountable: manufacturer}
      deployment: {responsible: service_provider, accountable: hospital_htm}
      monitoring: {responsible: it_security, accountable: it_security}
      incident_response: {responsible: it_security, accountable: it_security}
    service_levels:
      response:
        - {modality: PUMP, response_critical_h: 0.5, response_routine_h: 8, restoration_critical_h: 24, coverage_hours: always}
        - {modality: "*", restoration_routine_h: 72}
      response_clock: call_logged
      uptime: {percent: 97.5, by_modality: {Pump: 99}, every: quarterly, hours: Mon-Sat 07:00-19:00, excluded: [misuse, network]}
      notification: [{party: manufacturer, within: 30 days, clock: manufacturer_learns}]
      patching: [{party: service_provider, severity: critical, within: 72 hours, clock: patch_validated}]
      reporting: [{report: Uptime, every: monthly, by: service_provider, to: hospital_htm, within: 10 working days}]
    risk:
      strategies: {critical: {strategies: [patch, segment], review_every: 3 months}, not_assessed: {strategies: [monitor]}}
      end_of_support_notice: 2 years
      monitoring: {access: read_only, tool: Watcher, reports: {presence: {every: weekly, within: 24 hours}}}
    equipment_list: {shared_with: it_security, every: monthly}
    correlation: [{site: MAIN, by: 2027-06-30, percent: 95}, {percent: 80}]
    parts: [scope, service_levels]
"""


def contract_of(folder: Path, text: str = FULL, **tables: str) -> Contract:
    [contract] = read_hospital(folder, PROGRAMME + text, coverage=COVERAGE, **tables).programme.contracts
    return contract


def test_every_key_of_a_contract_is_read_with_the_names_of_the_tables(tmp_path: Path) -> None:
    contract = contract_of(tmp_path)

    assert (contract.languages, contract.review_every) == (("es", "en"), "6 months")
    assert list(contract.roles)[-1] == "leasing"
    assert (contract.roles["hospital_htm"], contract.roles["manufacturer"]) == ("Biomed", "")
    assert contract.assignments[ProcedureKind.PM] == Assignment(
        ("service_provider",), "hospital_htm", ("leasing",), ("clinical_department",)
    )
    assert contract.assignments[Activity.ASSET_DATA].responsible == ("hospital_htm", "service_provider")
    levels = contract.service_levels
    assert levels.response == (
        ResponseTimes("pump", 0.5, 8.0, 24.0, None, "always"),
        ResponseTimes(None, None, None, None, 72.0),
    )
    assert (levels.response_clock, levels.uptime.percent, levels.uptime.by_modality) == (
        Clock.CALL_LOGGED,
        97.5,
        {"pump": 99.0},
    )
    assert levels.uptime.hours is not None
    assert (levels.uptime.hours.start, levels.uptime.hours.end, len(levels.uptime.hours.weekdays)) == (
        time(7),
        time(19),
        6,
    )
    assert (levels.uptime.every, levels.uptime.excluded) == (
        Periodicity(months=3),
        (Exclusion.MISUSE, Exclusion.NETWORK),
    )
    assert levels.notification == (Notice("manufacturer", Within(30, TimeUnit.DAYS), Clock.MANUFACTURER_LEARNS),)
    assert levels.patching == (
        PatchDeadline("service_provider", Severity.CRITICAL, Within(72, TimeUnit.HOURS), Clock.PATCH_VALIDATED),
    )
    assert levels.reporting == (
        Report(
            "Uptime",
            Periodicity(months=1),
            "service_provider",
            ("hospital_htm",),
            Within(10, TimeUnit.WORKING_DAYS),
        ),
    )
    risk = contract.risk
    assert risk.strategies == {
        "critical": ClassStrategy((Strategy.PATCH, Strategy.SEGMENT), Periodicity(months=3)),
        "not_assessed": ClassStrategy((Strategy.MONITOR,)),
    }
    assert (risk.end_of_support_notice, risk.access, risk.tool) == (Periodicity(months=24), Access.READ_ONLY, "Watcher")
    assert risk.reports == {Topic.PRESENCE: TopicReport(Periodicity(days=7), Within(24, TimeUnit.HOURS))}
    assert contract.equipment_list == ListSharing(("it_security",), Periodicity(months=1))
    assert contract.correlation == (
        CorrelationTarget("main", date(2027, 6, 30), 95.0),
        CorrelationTarget(None, None, 80.0),
    )
    assert contract.parts == (AppendixPart.SCOPE, AppendixPart.SERVICE_LEVELS)


def test_a_contract_needs_nothing_but_its_name_and_says_what_it_lacks(tmp_path: Path) -> None:
    warned = warned_of(tmp_path, PROGRAMME + "contracts:\n  - contract: C1\n", coverage=COVERAGE)

    assert warned == [
        "programme.yaml › row 4 › contracts.0.responsibilities: who is responsible and accountable, by kind of procedure "
        "and activity … the appendix names it as a gap"
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "pm: {responsible: service_provider, accountable: hospital_htm,",
            "pm: {responsible: service_provider, accountable: [hospital_htm, manufacturer],",
            'programme.yaml › row 10 › contracts.0.responsibilities.pm.accountable: "hospital_htm, manufacturer" … exactly one party … keep one; the others may be consulted or informed',
        ),
        (
            "consulted: [leasing]",
            "consulted: [leassing]",
            'programme.yaml › row 10 › contracts.0.responsibilities.pm.consulted: "leassing" … one of hospital_htm, it_security, network, identity_access, backup, clinical_department, service_provider, manufacturer, leasing … did you mean "leasing"?; or add it to roles',
        ),
        (
            "      calibration:",
            "      callibration:",
            'programme.yaml › row 11 › contracts.0.responsibilities.callibration: "callibration" … one of pm, calibration, safety, inspection, incoming, recall, patch, cleaning, other, asset_data, patch_validation, deployment, monitoring, incident_response … did you mean "calibration"?',
        ),
        (
            "modality: PUMP",
            "modality: pmup",
            'programme.yaml › row 19 › contracts.0.service_levels.response.0.modality: "pmup" … a modality of modalities … did you mean "pump"?',
        ),
        (
            "{Pump: 99}",
            "{lamp: 99}",
            'programme.yaml › row 22 › contracts.0.service_levels.uptime.by_modality.lamp: "lamp" … a modality of modalities … add it to modalities or correct it here',
        ),
        (
            "site: MAIN",
            "site: Mian",
            'programme.yaml › row 31 › contracts.0.correlation.0.site: "Mian" … a site of sites … did you mean "main"?',
        ),
        (
            "strategies: {critical:",
            "strategies: {crtical:",
            'programme.yaml › row 27 › contracts.0.risk.strategies.crtical: "crtical" … one of critical, high, medium, low, not_assessed … did you mean "critical"?',
        ),
        (
            "{presence:",
            "{presense:",
            'programme.yaml › row 29 › contracts.0.risk.monitoring.reports.presense: "presense" … one of presence, communication, vulnerabilities, risk_score … did you mean "presence"?',
        ),
        (
            "within: 30 days",
            "within: a month",
            'programme.yaml › row 23 › contracts.0.service_levels.notification.0.within: "a month" … a length of time such as 72 hours, 30 days or 10 working days … correct the value on this line',
        ),
        (
            "percent: 97.5",
            "percent: 975",
            'programme.yaml › row 22 › contracts.0.service_levels.uptime.percent: "975" … less than or equal to 100 … correct the value on this line',
        ),
        (
            "clock: patch_validated",
            "clock: validated",
            'programme.yaml › row 24 › contracts.0.service_levels.patching.0.clock: "validated" … one of call_logged, advisory_published, kev_listed, manufacturer_learns, party_learns, detected, patch_released, patch_validated … did you mean "patch_validated"?',
        ),
        (
            "[es, en]",
            "[es, fr]",
            'programme.yaml › row 6 › contracts.0.languages.1: "fr" … one of en, es',
        ),
        (
            "parts: [scope,",
            "parts: [scope, scope,",
            "programme.yaml › row 32 › contracts.0.parts: each once; scope stands there twice … correct the value on this line",
        ),
        (
            "review_every: 6 months",
            "review_every: sometimes",
            'programme.yaml › row 7 › contracts.0.review_every: "sometimes" … is not a periodicity; write for example "6 months", "2 weeks", "90 days", "P6M" or "quarterly" … correct the value on this line',
        ),
        (
            "hours: Mon-Sat 07:00-19:00",
            "hours: daytime",
            'programme.yaml › row 22 › contracts.0.service_levels.uptime.hours: "daytime" … weekdays and hours such as Mon-Fri 07:00-19:00 or * 00:00-24:00 … correct the value on this line',
        ),
        (
            "{report: Uptime,",
            "{report: '  ',",
            'programme.yaml › row 25 › contracts.0.service_levels.reporting.0.report: "  " … some text, not a blank … correct the value on this line',
        ),
        (
            "leasing: Leasing Co.",
            "' ': Leasing Co.",
            'programme.yaml › row 8 › contracts.0.roles. : " " … some text, not a blank … correct the value on this line',
        ),
        (
            "    parts:",
            "    partz:",
            'programme.yaml › row 32 › contracts.0.partz: "partz" … one of contract, title, number, parties, effective_date, term, version, governing_documents, coverage_hours, languages, review_every, roles, responsibilities, service_levels, risk, equipment_list, correlation, parts, template … did you mean "parts"?',
        ),
    ],
)
def test_a_fault_of_a_contract_is_named_by_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert FULL.count(old) == 1

    said = said_of(tmp_path, PROGRAMME + FULL.replace(old, new), coverage=COVERAGE)

    assert said == [told]


def test_faults_of_several_contracts_are_told_together(tmp_path: Path) -> None:
    text = FULL.replace("site: MAIN", "site: nowhere-near") + FULL.removeprefix("contracts:\n")

    said = said_of(tmp_path, PROGRAMME + text, coverage=COVERAGE)

    assert [line.split(": ")[0] for line in said] == [
        "programme.yaml › row 31 › contracts.0.correlation.0.site",
        "programme.yaml › row 33 › contracts.1.contract",
    ]


def test_what_nobody_is_accountable_for_is_a_warning_with_its_key(tmp_path: Path) -> None:
    text = FULL.replace("calibration: {responsible: service_provider, accountable: hospital_htm}", "calibration: {}")

    warned = [line for line in warned_of(tmp_path, PROGRAMME + text, coverage=COVERAGE) if "yaml" in line]

    assert warned == [
        "programme.yaml › row 11 › contracts.0.responsibilities.calibration.accountable: exactly one party … say who is "
        "accountable; the appendix names it as a gap",
        "programme.yaml › row 11 › contracts.0.responsibilities.calibration.responsible: at least one party … say who is "
        "responsible; the appendix names it as a gap",
    ]


def test_procedures_are_told_apart_by_whether_exactly_one_is_accountable(tmp_path: Path) -> None:
    head = "modality,procedure,kind,every,minutes,responsible,accountable\n"
    rows = (
        "ventilator,a,pm,6 months,10,,\n"  # the contract's matrix answers for it
        "ventilator,b,safety,6 months,10,,\n"  # the matrix has nothing for safety
        "ventilator,c,safety,6 months,10,Biomed,Director|Owner\n"
        "ventilator,d,safety,6 months,10,Biomed,\n"
        "ventilator,e,safety,6 months,10,Biomed,Director\n"
    )

    warned = warned_of(
        tmp_path, PROGRAMME + FULL, coverage=COVERAGE, procedures=head + rows, history=None, instruments=None
    )

    assert [line.removeprefix("procedures.csv › ") for line in warned] == [
        "row 3 › accountable: exactly one party that answers for it; responsibilities.safety of C1 has none … fill in the column, or responsibilities of the contract",
        "row 3 › responsible: at least one party that does it; responsibilities.safety of C1 has none … fill in the column, or responsibilities of the contract",
        'row 4 › accountable: "Director|Owner" … exactly one party that answers for it … keep one; consult or inform others',
        "row 5 › accountable: exactly one party that answers for it; responsibilities.safety of C1 has none … fill in the column, or responsibilities of the contract",
    ]


def test_without_a_contract_nobody_has_to_be_accountable(tmp_path: Path) -> None:
    assert warned_of(tmp_path) == []


def test_a_contract_that_covers_nothing_is_a_warning(tmp_path: Path) -> None:
    warned = warned_of(tmp_path, PROGRAMME + FULL, coverage=COVERAGE.replace("C1", "C-1"))

    assert warned == [
        'programme.yaml › row 4 › contracts.0.contract: "C1" … a contract of the table coverage, which says what it is about '
        "… add its rows to coverage, or correct the name"
    ]


def word_document(part: str = "word/document.xml") -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo(part), "<w:document/>")
    return stream.getvalue()


def test_a_house_template_is_read_inside_the_folder_and_changes_the_fingerprint(tmp_path: Path) -> None:
    text = PROGRAMME + FULL + "    template: house.docx\n"
    (tmp_path / "house.docx").write_bytes(word_document())
    first = read_hospital(tmp_path, text, coverage=COVERAGE).programme
    (tmp_path / "house.docx").write_bytes(word_document() + b" ")

    second = read_hospital(tmp_path, text, coverage=COVERAGE).programme

    template = first.contracts[0].template
    assert template is not None
    assert (template.name, template.content) == ("house.docx", word_document())
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("lost.docx", None, "a file that exists"),
        ("../house.docx", b"", "a file inside the programme's folder"),
        ("house.docx", b"%PDF", "a Word document (.docx) of at most 20 MB"),
        ("house.docx", word_document("xl/workbook.xml"), "a Word document (.docx) of at most 20 MB"),
    ],
)
def test_a_house_template_that_is_none_is_a_fault_of_its_key(
    tmp_path: Path, name: str, content: bytes | None, expected: str
) -> None:
    if content is not None:
        (tmp_path / Path(name).name).write_bytes(content)

    [said] = said_of(tmp_path, PROGRAMME + FULL + f"    template: {name}\n", coverage=COVERAGE)

    assert said.startswith(f'programme.yaml › row 33 › contracts.0.template: "{name}" … {expected}')


def test_a_udi_that_cannot_be_true_is_a_warning_that_names_its_row(tmp_path: Path) -> None:
    assets = (
        table("assets")
        .replace("serial_number,", "serial_number,udi,", 1)
        .replace("V1,SN1,", "V1,SN1,(01)00812345678901(21)A,")
        .replace("V2,SN2,", "V2,SN2,(01)00812345678902,")
        .replace("C1,SN3,", "C1,SN3,+H123ION501,")
        .replace("P1,SN4,", "P1,SN4,,")
        .replace("P2,SN5,", "P2,SN5,,")
    )

    [warned] = warned_of(tmp_path, assets=assets)

    assert warned.startswith('assets.csv › row 3 › udi: "(01)00812345678902" … a UDI that can be read; ')
    assert warned.endswith("scan the label again; the asset stays in")


def test_hardware_address_and_name_of_an_asset_are_read(tmp_path: Path) -> None:
    assets = (
        table("assets").replace("\n", ",mac,hostname\n", 1).replace("2020-01-15,,,\n", "2020-01-15,,,,aa,vent-1\n", 1)
    )

    first = read_hospital(tmp_path, assets=assets).programme.assets["V1"]  # type: ignore[index]

    assert (first.mac, first.hostname) == ("aa", "vent-1")
    assert replace(first, mac="", hostname="") == read_hospital(tmp_path).programme.assets["V1"]  # type: ignore[index]


def test_every_key_of_a_contract_says_what_it_means_and_what_may_stand_there() -> None:
    keys = contract_formats()

    assert len({key.key for key in keys}) == len(keys) > 60
    assert all(key.meaning and key.allowed for key in keys)
    assert {key.key: key.allowed for key in keys}["contracts[].risk.strategies.<name>.review_every"] == (
        "a periodicity such as 6 months"
    )


def test_the_documented_keys_are_the_keys_there_are() -> None:
    told = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")

    assert [key.key for key in contract_formats() if f"| {key.key} |" not in told.replace("**", "")] == []


def test_the_agreement_in_the_documentation_is_read_without_a_fault(tmp_path: Path) -> None:
    told = (Path(__file__).parents[2] / "docs" / "agreements.md").read_text(encoding="utf-8")
    text = told.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "house.docx").write_bytes(word_document())

    [contract] = read_hospital(
        tmp_path, PROGRAMME + text, coverage=COVERAGE.replace("C1", "C-2027-CT")
    ).programme.contracts

    assert (contract.number, contract.parts) == ("2027-11", (AppendixPart.PERIODICITY, AppendixPart.SERVICE_LEVELS))
    assert contract.template is not None
