"""Who installs a release, from where and how long: the columns of models, or the MDS2, as they change what is owed."""

from dataclasses import replace
from typing import Any

import pytest

from constraints.example import a_model, a_performer, a_procedure
from scheduler.domain.advisories import FixState
from scheduler.domain.equipment import Answer, Model, NoPeriod, PatchPerformer, ProcedureKind, Support, Where
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.people import PerformerKind
from scheduler.domain.policy import Patching
from scheduler.domain.security import Software
from tests.obligations.small import owed_by, statuses
from tests.obligations.test_patch_readings import an_advisory
from tests.obligations.test_patches import a_patch, patching

YES, NO = Answer.YES, Answer.NO
PERFORMERS = [
    a_performer("Acme", kind=PerformerKind.MANUFACTURER),
    a_performer("Fixit", kind=PerformerKind.SERVICE_PROVIDER),
]


def pump(**said: Any) -> Model:
    """The pump with these columns."""
    return replace(a_model(), **said)


def of_model(*patches: Any, **said: Any) -> Obligation:
    """The February cycle of a pump of that model."""
    return patching(*patches, models=[pump(**said)], performers=PERFORMERS)


@pytest.mark.parametrize(
    ("performer", "comes"),
    [
        (PatchPerformer.OWNER, "in_house"),
        (PatchPerformer.UNKNOWN, "in_house"),
        (PatchPerformer.MANUFACTURER, "Acme"),
        (PatchPerformer.SERVICE_PROVIDER, "Fixit"),
    ],
)
def test_who_may_patch_comes(performer: PatchPerformer, comes: str) -> None:
    assert of_model(a_patch(), patch_performer=performer).procedure.performer == comes


def test_a_remote_patch_needs_the_window_and_no_trip() -> None:
    procedure = of_model(a_patch(minutes=45), patch_remote=YES).procedure

    assert (procedure.where, procedure.interrupts, procedure.minutes) == (Where.REMOTE, True, 45)
    assert of_model(a_patch(), patch_remote=NO).procedure.where is Where.IN_PLACE


@pytest.mark.parametrize("where", [Where.BENCH, Where.UNOBTRUSIVE])
def test_a_patch_that_is_done_elsewhere_stays_there(where: Where) -> None:
    rows = [a_procedure("PATCH", kind=ProcedureKind.PATCH, every="3 months", where=where)]

    assert patching(a_patch(), models=[pump(patch_remote=YES)], procedures=rows).procedure.where is where


def test_a_row_for_the_make_and_model_knows_better_where_it_is_patched() -> None:
    rows = [a_procedure("PATCH", make="Acme", model="P1", kind=ProcedureKind.PATCH, every="3 months")]

    assert patching(a_patch(), models=[pump(patch_remote=YES)], procedures=rows).procedure.where is Where.IN_PLACE


def test_of_a_device_that_installs_by_itself_only_the_check_is_work() -> None:
    one = of_model(a_patch(minutes=45), patch_automatic=YES, patch_performer=PatchPerformer.MANUFACTURER)

    assert one.is_open
    assert (one.procedure.minutes, one.procedure.performer, one.procedure.where) == (15, "in_house", Where.IN_PLACE)
    assert one.reason.endswith("the device installs it itself, so the check afterwards is the work.")


def test_the_check_takes_what_the_release_says_and_never_more_than_the_installation() -> None:
    checked = [replace(a_patch(minutes=45), check_minutes=minutes) for minutes in (20, 60, None)]

    found = [of_model(one, patch_automatic=YES).procedure.minutes for one in checked]

    assert found == [20, 45, 15]
    longer = patching(a_patch(minutes=45), models=[pump(patch_automatic=YES)], patching=Patching(check_minutes=25))
    assert longer.procedure.minutes == 25


def test_a_model_that_takes_no_updates_is_said_to_and_owes_none() -> None:
    one = of_model(patch_applicable=NO, support=Support.UNSUPPORTED)

    assert one.settled
    assert one.settled.status is TaskStatus.NOTHING_TO_INSTALL
    assert one.settled.reason == "not applicable: Acme P1 takes no updates, by models or its MDS2"


def test_a_release_that_is_there_is_owed_whatever_was_said() -> None:
    assert of_model(a_patch(), patch_applicable=NO).is_open


def of_system(**dates: Any) -> Any:
    """A release of the operating system's maker."""
    return replace(a_patch(**dates), software=Software.OPERATING_SYSTEM)


def test_a_patch_of_the_operating_system_needs_no_validation_where_the_model_allows_it() -> None:
    release = of_system(released_on="2026-11-10", validated_on=None)

    one = of_model(release, third_party_os_patches=YES, patch_performer=PatchPerformer.MANUFACTURER)

    assert one.is_open
    assert one.procedure.performer == "in_house"
    assert one.reason.endswith(
        "release 2.0 (P-2.0), released on 2026-11-10, without approval, as the model allows for its operating system."
    )


@pytest.mark.parametrize("allowed", [NO, Answer.UNKNOWN])
def test_elsewhere_it_waits_for_the_manufacturer_like_any_other(allowed: Answer) -> None:
    release = of_system(released_on="2026-11-10", validated_on=None)

    assert statuses((of_model(release, third_party_os_patches=allowed),)) == ["waiting"]


def test_a_release_of_the_device_waits_whatever_its_operating_system_allows() -> None:
    release = a_patch(released_on="2026-11-10", validated_on=None)

    assert statuses((of_model(release, third_party_os_patches=YES),)) == ["waiting"]


@pytest.mark.parametrize(
    ("released_on", "status"), [("2026-12-01", "open"), ("2026-12-02", "waiting"), (None, "waiting")]
)
def test_a_patch_of_the_operating_system_may_come_from_its_release_on(released_on: str | None, status: str) -> None:
    release = of_system(released_on=released_on, validated_on=None)

    assert statuses((of_model(release, third_party_os_patches=YES),)) == [status]


# Compensating controls


def test_a_control_is_reviewed_in_the_cycle_by_whom_the_programme_names() -> None:
    one = patching(models=[pump(support=Support.UNSUPPORTED)], patching=Patching(control_approver="Risk board"))

    assert one.settled
    assert one.settled.status is TaskStatus.NO_PATCH
    assert one.settled.reason == (
        "no release is known for Acme P1, and Acme P1 is not supported; a compensating control holds; "
        "its review is due on 2027-02-14, every 3 months, approved by Risk board"
    )


def test_without_a_cycle_of_patching_a_control_has_reviews_of_its_own() -> None:
    on_event = a_procedure("PATCH", kind=ProcedureKind.PATCH, every=NoPeriod.ON_EVENT)

    one = patching(models=[pump(support=Support.UNSUPPORTED)], procedures=[on_event])

    assert (one.due.isoformat(), str(one.every)) == ("2027-02-12", "90 days")
    assert one.settled
    assert "its review is due on 2027-02-12, every 90 days, approved by nobody named" in one.settled.reason


def test_one_procedure_reviews_a_control_and_not_each_of_them() -> None:
    """A cycle reviews it; of several procedures on event the first by name does."""
    unsupported = [pump(support=Support.UNSUPPORTED)]
    events = [a_procedure(name, kind=ProcedureKind.PATCH, every=NoPeriod.ON_EVENT) for name in ("HOTFIX", "PATCH")]
    cycle = a_procedure("CYCLE", kind=ProcedureKind.PATCH, every="1 year")

    assert {one.name for one in owed_by(models=unsupported, procedures=events)} == {"HOTFIX"}
    assert {one.name for one in owed_by(models=unsupported, procedures=[*events, cycle])} <= {"CYCLE"}


def advised(*patches: Any, version: str = "1.0", **tables: Any) -> Obligation:
    """The February cycle of a pump that an advisory without a fix speaks of."""
    return patching(*patches, version=version, advisories=(an_advisory(FixState.NO_FIX, "<= 1.5"),), **tables)


def test_what_an_advisory_has_no_fix_for_needs_a_control() -> None:
    one = advised()

    assert one.settled
    assert one.settled.status is TaskStatus.NO_PATCH
    assert one.settled.reason == (
        "no release is known for Acme P1; 1 vulnerability without a fix (ADV-0); "
        "a compensating control holds; its review is due on 2027-02-14, every 3 months, approved by nobody named"
    )


def test_an_unknown_version_is_read_before_a_control_is_asked_for() -> None:
    one = advised(version="")

    assert one.settled
    assert one.settled.status is TaskStatus.VERSION_UNKNOWN
    assert one.settled.reason.startswith("the software version of A-1 is not recorded; read it first: 1 vulnerab")


def test_what_a_release_leaves_open_is_reviewed_when_it_is_installed() -> None:
    one = advised(a_patch())

    assert one.is_open
    assert one.reason.endswith(
        "1 vulnerability without a fix (ADV-0) stay open: the compensating control is reviewed with it."
    )


def test_a_version_that_the_advisory_does_not_name_needs_no_control() -> None:
    assert statuses((advised(version="1.6"),)) == ["nothing_to_install"]
