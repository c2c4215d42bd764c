"""The example programmes, read and counted: clean, whole, and as troublesome as they claim to be."""

import csv
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scheduler.census import census_of
from scheduler.domain.calendar import parse_quarter
from scheduler.domain.equipment import AssetStatus, Basis, EquipmentClass, ProcedureKind, Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.programme import Programme
from scheduler.domain.record import OrderReason, Outcome
from scheduler.inputs import Reading, read_programme
from scheduler.obligations import owed

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = date(2026, 12, 1)
QUARTER = parse_quarter("2027Q1")


@cache
def _reading(name: str) -> Reading:
    return read_programme(EXAMPLES / name, today=TODAY)


def _programme(name: str) -> Programme:
    return _reading(name).programme


def _owed(name: str) -> tuple[Facts, tuple[Obligation, ...]]:
    facts = Facts(_programme(name), TODAY, QUARTER)
    return facts, owed(facts)


def _without_rows(value: Any) -> Any:
    """Turn facts into plain values, leaving out where in which file they stood."""
    if is_dataclass(value):
        names = [field.name for field in fields(value) if field.name not in ("row", "fingerprint")]
        return {name: _without_rows(getattr(value, name)) for name in names}
    if hasattr(value, "items"):
        return {key: _without_rows(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_without_rows(item) for item in value]
    return value


@pytest.mark.parametrize("name", ["community-hospital", "foreign-export", "health-system"])
def test_clean_examples_are_read_without_a_word(name: str) -> None:
    assert _reading(name).warnings == ()


def test_foreign_export_gives_the_programme_of_the_community_hospital() -> None:
    assert _without_rows(_programme("foreign-export")) == _without_rows(_programme("community-hospital"))


def test_foreign_export_owes_what_the_community_hospital_owes() -> None:
    ours, theirs = _owed("community-hospital")[1], _owed("foreign-export")[1]

    assert [task.task_id for task in theirs] == [task.task_id for task in ours]


def test_community_hospital_has_every_word_once() -> None:
    programme = _programme("community-hospital")

    assert {a.status for a in programme.assets.values()} == set(AssetStatus)
    assert {h.outcome for h in programme.history} == set(Outcome)
    assert {o.reason for o in programme.orders} == set(OrderReason)
    assert {m.equipment_class for m in programme.modalities.values()} == set(EquipmentClass)
    assert {p.kind for p in programme.procedures} == set(ProcedureKind)
    assert {p.where for p in programme.procedures} == set(Where)
    assert {p.basis for p in programme.procedures} == set(Basis)


def test_community_hospital_uses_every_column() -> None:
    for path in sorted((EXAMPLES / "community-hospital").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))

        assert [name for name in rows[0] if not any(row[name] for row in rows)] == [], path.name


def test_community_hospital_owes_in_every_status_before_planning() -> None:
    settled = {task.settled.status.value for task in _owed("community-hospital")[1] if task.settled}

    assert settled == {
        "assumed_done", "deferred", "done", "no_patch", "nothing_to_install", "unplaced", "version_unknown", "waiting",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "procedure", "first_day", "last_day"),
    [
        ("VE-1", "pm", date(2027, 1, 16), date(2027, 2, 25)),
        ("AN-1V", "accuracy", date(2027, 1, 11), date(2027, 3, 12)),
        ("AN-2", "pm", date(2027, 1, 5), date(2027, 2, 14)),
        ("DF-2", "pm", date(2026, 8, 26), date(2026, 10, 5)),
        ("BD-1", "pm", date(2027, 3, 1), date(2027, 3, 31)),
        ("CH-1", "pm", date(2027, 1, 1), date(2027, 1, 31)),
        ("CH-1", "deep-clean", date(2027, 1, 27), date(2027, 1, 27)),
        ("EC-2", "pm", date(2027, 2, 15), date(2027, 3, 17)),
        ("LI-1", "pm", date(2027, 1, 1), date(2027, 3, 31)),
        ("LN-1", "qa", date(2027, 1, 8), date(2027, 2, 17)),
        ("PI-1", "check", date(2027, 1, 15), date(2027, 1, 30)),
        ("SY-1", "pm", date(2026, 12, 21), date(2027, 2, 19)),
        ("TV-1", "pm", date(2027, 1, 6), date(2027, 3, 7)),
        ("VS-1", "pm", date(2027, 1, 1), date(2027, 2, 28)),
        ("XR-1", "pm", date(2027, 2, 2), date(2027, 3, 14)),
    ],
)
def test_community_hospital_owes_what_its_readme_says(
    tag: str, procedure: str, first_day: date, last_day: date
) -> None:
    tasks = [t for t in _owed("community-hospital")[1] if (t.asset_tag, t.procedure.procedure) == (tag, procedure)]

    assert [(task.window.first_day, task.window.last_day) for task in tasks] == [(first_day, last_day)]


@pytest.mark.slow
def test_census_of_the_health_system_is_as_troublesome_as_it_claims() -> None:
    facts, obligations = _owed("health-system")
    shares = {name: share.per_cent for name, share in census_of(obligations, facts).shares.items()}

    assert shares["overdue"] >= 5
    assert shares["attempted, missing or in repair"] >= 3
    assert shares["only at night"] >= 10
    assert shares["only by outside performers"] >= 15
    assert shares["departments with at most 2 open half-days a week"] >= 30
    assert shares["without a baseline"] >= 5
    assert 8_000 <= sum(task.counts for task in obligations) <= 11_000
