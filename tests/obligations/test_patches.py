"""Routine patch cycles."""

from dataclasses import replace

import pytest

from constraints.example import a_model, a_procedure, an_asset
from constraints.example.moments import maybe_day
from scheduler.domain.equipment import Answer, PatchPerformer, ProcedureKind
from scheduler.domain.obligation import Obligation, ReasonCode
from scheduler.domain.security import Patch, Severity, TechnicalImpact
from tests.obligations.small import done, only, owed_by, statuses


def a_patch(
    version: str = "2.0",
    *,
    released_on: str | None = "2026-09-01",
    validated_on: str | None = "2026-10-01",
    from_versions: tuple[str, ...] = (),
    minutes: int | None = None,
    model: str = "P1",
    supersedes: tuple[str, ...] = (),
    row: int = 2,
) -> Patch:
    """A release for the pump, validated in October."""
    return Patch(
        row,
        f"P-{version}",
        "Acme",
        model,
        from_versions,
        version,
        Severity.HIGH,
        Answer.NO,
        Answer.NO,
        TechnicalImpact.PARTIAL,
        (),
        "",
        None,
        maybe_day(released_on),
        maybe_day(validated_on),
        minutes,
        Answer.NO,
        None,
        None,
        None,
        supersedes,
    )


def patching(*patches: Patch, version: str = "1.0", **tables: object) -> Obligation:
    """A quarterly cycle that is due in February, with these patches known."""
    tables = {
        "procedures": [a_procedure("PATCH", kind=ProcedureKind.PATCH, every="3 months", minutes=30)],
        "assets": [an_asset(software_version=version)],
        "history": [done("2026-11-14", "PATCH")],
        "patches": patches,
    } | tables
    return only(owed_by(**tables))


def test_a_cycle_owes_the_newest_validated_release() -> None:
    newest = a_patch("3.0", released_on="2026-10-15", validated_on="2026-11-15", minutes=45)

    one = patching(newest, a_patch("2.0"))

    assert one.is_open
    assert one.procedure.minutes == 45
    assert one.reason.endswith("; release 3.0 (P-3.0), validated on 2026-11-15.")


def test_a_release_without_minutes_takes_those_of_the_procedure() -> None:
    assert patching(a_patch()).procedure.minutes == 30


def test_an_asset_with_the_newest_release_has_nothing_to_install() -> None:
    one = patching(a_patch("2.0"), a_patch("1.0", released_on="2026-01-01"), version="2.0")

    assert statuses((one,)) == ["nothing_to_install"]
    assert one.settled
    assert one.settled.reason == "A-1 runs 2.0; no newer release applies to it"


def test_without_any_release_there_is_nothing_to_install() -> None:
    assert statuses((patching(),)) == ["nothing_to_install"]
    assert statuses((patching(a_patch(model="P2")),)) == ["nothing_to_install"]


def test_an_unknown_version_is_said_to_be_unknown() -> None:
    assert statuses((patching(a_patch(), version=""),)) == ["version_unknown"]


def test_a_release_that_is_not_validated_is_waited_for() -> None:
    one = patching(a_patch("2.0", validated_on=None))

    assert statuses((one,)) == ["waiting"]
    assert one.settled
    assert one.settled.reason_code is ReasonCode.NOT_VALIDATED
    assert one.settled.reason == (
        "release 2.0 (P-2.0) is not validated by the manufacturer; waiting for 91 days, since 2026-09-01"
    )


def test_a_release_is_validated_from_its_day_on() -> None:
    assert patching(a_patch(validated_on="2026-12-01")).is_open
    assert statuses((patching(a_patch(validated_on="2026-12-02")),)) == ["waiting"]


def test_a_validated_release_is_owed_while_a_newer_one_waits() -> None:
    one = patching(a_patch("2.0"), a_patch("3.0", released_on="2026-11-01", validated_on=None))

    assert one.is_open
    assert "release 2.0" in one.reason


def test_a_release_for_other_versions_does_not_apply() -> None:
    assert statuses((patching(a_patch(from_versions=("0.8", "0.9"))),)) == ["nothing_to_install"]
    assert patching(a_patch(from_versions=("0.9", "1.0"))).is_open


def test_a_superseded_release_is_never_the_newest() -> None:
    withdrawn = a_patch("2.1", released_on="2026-11-01", validated_on="2026-11-01")
    standing = a_patch("2.0.5", released_on="2026-10-01", supersedes=("P-2.1",))

    assert "release 2.0.5" in patching(withdrawn, standing).reason


def test_a_model_that_nobody_may_patch_has_no_patch() -> None:
    model = replace(a_model(), patch_performer=PatchPerformer.NONE)

    assert statuses((patching(a_patch(), models=[model]),)) == ["no_patch"]


@pytest.mark.parametrize("patches", [[], [a_patch(validated_on=None)]])
def test_cycles_with_nothing_to_plan_never_pile_up(patches: list[Patch]) -> None:
    """Due in November 2025 for the first time: one line for what was missed, one for the quarter."""
    found = owed_by(
        procedures=[a_procedure("PATCH", kind=ProcedureKind.PATCH, every="3 months")],
        assets=[an_asset(software_version="1.0")],
        history=[done("2025-08-14", "PATCH")],
        patches=patches,
    )

    assert [one.due.isoformat() for one in found] == ["2025-11-14", "2027-02-14"]
    assert "open" not in statuses(found)
