"""Who gets a release first, who in which wave, what a failed installation stops, and when deadlines replace cycles."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from constraints.example import a_department, a_model, a_performer, a_procedure, an_asset
from scheduler.domain.equipment import Asset, AssetStatus, NoPeriod, PatchPerformer, ProcedureKind, Support
from scheduler.domain.obligation import Obligation, ReasonCode
from scheduler.domain.people import PerformerKind
from scheduler.domain.places import Acuity
from scheduler.domain.policy import Patching
from scheduler.domain.record import Outcome
from scheduler.domain.security import Patch, Severity
from tests.obligations.small import done, owed_by, statuses, tried, window_of
from tests.obligations.test_patches import a_patch

BY_CONTRACT = Patching(deadline_table="contract", clock="validated", contract_days={"high": 120}, waves=2)
PATCHING = a_procedure("PATCH", kind=ProcedureKind.PATCH, every=NoPeriod.ON_EVENT, minutes=30)


def rolled_out(*assets: Asset, patch: Patch | None = None, **tables: object) -> tuple[Obligation, ...]:
    """What the assets owe of one release that the contract wants by 2027-01-29."""
    tables = {"patching": BY_CONTRACT, "procedures": [PATCHING]} | tables
    return owed_by(assets=assets, patches=(a_patch() if patch is None else patch,), **tables)


def stages(found: Sequence[Obligation]) -> dict[str, int]:
    return {one.asset_tag: one.install.stage for one in found if one.install is not None}


def pumps(number: int, department: str = "Ward", prefix: str = "A") -> list[Asset]:
    return [an_asset(f"{prefix}-{one}", department=department, software_version="1.0") for one in range(1, number + 1)]


def test_a_release_with_a_deadline_of_its_own_is_owed_from_validation_until_then() -> None:
    (one,) = rolled_out(*pumps(1))

    assert window_of(one) == ("2026-10-01", "2027-01-29")
    assert one.due.isoformat() == "2027-01-29"
    assert one.basis.value == "patch"
    assert one.install is not None
    assert one.install.deadline_class == "high, 120 days"


def test_a_deadline_of_its_own_replaces_the_first_cycle() -> None:
    quarterly = replace(PATCHING, every=a_procedure(every="3 months").every)

    found = rolled_out(*pumps(1), procedures=[quarterly], history=[done("2026-10-10", "PATCH")])

    assert [(one.due.isoformat(), one.basis.value) for one in found] == [
        ("2027-01-29", "patch"),
        ("2027-04-10", "completion"),
    ]
    assert statuses(found) == ["open", "nothing_to_install"]


def test_one_release_is_owed_once_however_many_cycles_the_quarter_has() -> None:
    monthly = replace(PATCHING, every=a_procedure(every="1 month").every)

    found = rolled_out(*pumps(1), procedures=[monthly], history=[done("2026-12-01", "PATCH")], patching=Patching())

    assert statuses(found) == ["open", "nothing_to_install", "nothing_to_install"]
    assert found[1].settled is not None
    assert found[1].settled.reason == "A-1 will run 2.0 by then; no newer release is validated"


def test_a_release_that_needs_the_one_before_it_is_owed_by_the_next_cycle() -> None:
    monthly = replace(PATCHING, every=a_procedure(every="1 month").every)
    first = a_patch("2.0", from_versions=("1.0",))
    second = a_patch("3.0", from_versions=("2.0",), released_on="2026-10-01", row=3)

    found = owed_by(
        assets=pumps(1), procedures=[monthly], history=[done("2026-12-01", "PATCH")], patches=(first, second)
    )

    assert [one.install.patch.version for one in found if one.install] == ["2.0", "3.0"]
    assert found[1].previous == found[0].task_id


def test_the_newest_release_is_due_by_the_earliest_deadline_of_those_that_it_closes() -> None:
    urgent = replace(a_patch("2.0"), severity=Severity.HIGH)
    newer = replace(a_patch("3.0", released_on="2026-10-15", validated_on="2026-11-01", row=3), severity=Severity.LOW)

    (one,) = owed_by(assets=pumps(1), procedures=[PATCHING], patches=(urgent, newer), patching=BY_CONTRACT)

    assert one.install is not None
    assert one.install.patch.version == "3.0"
    assert one.due.isoformat() == "2027-01-29"


def test_the_pilot_is_in_use_and_not_the_only_one_of_its_service() -> None:
    alone = an_asset("A-0", department="Clinic", software_version="1.0")
    spare = an_asset("A-00", software_version="1.0", status=AssetStatus.SPARE)

    found = stages(rolled_out(alone, spare, *pumps(3), patch=replace(a_patch(), pilot=2)))

    assert [tag for tag, stage in found.items() if stage == 0] == ["A-1", "A-2"]


def test_pilots_are_spread_over_departments_the_calmest_first() -> None:
    wards = [a_department("ICU", acuity=Acuity.CRITICAL_CARE), a_department("Clinic", acuity=Acuity.AMBULATORY)]
    fleet = [*pumps(3, "ICU", "I"), *pumps(3, "Clinic", "C")]

    one = stages(rolled_out(*fleet, departments=wards, patch=replace(a_patch(), pilot=1)))
    two = stages(rolled_out(*fleet, departments=wards, patch=replace(a_patch(), pilot=2)))

    assert [tag for tag, stage in one.items() if stage == 0] == ["C-1"]
    assert [tag for tag, stage in two.items() if stage == 0] == ["C-1", "I-1"]


def test_no_wave_holds_all_departments_of_an_acuity() -> None:
    wards = [a_department(f"ICU-{one}", acuity=Acuity.CRITICAL_CARE) for one in range(4)]
    fleet = [asset for number in range(4) for asset in pumps(3, f"ICU-{number}", f"U{number}")]

    found = stages(rolled_out(*fleet, departments=wards, patch=replace(a_patch(), pilot=1, waves=1)))

    of_wave = defaultdict(set)
    for tag, stage in found.items():
        of_wave[stage].add(tag[:2])
    assert set(of_wave) == {0, 1, 2}
    assert max(len(of_wave[1]), len(of_wave[2])) < 4


def test_one_asset_alone_needs_no_pilot() -> None:
    assert stages(rolled_out(*pumps(1))) == {"A-1": 1}


def test_a_pilot_on_record_is_not_made_again_and_soaks_from_its_day() -> None:
    ready = replace(pumps(1)[0], asset_tag=an_asset("A-9").asset_tag, software_version="2.0")
    soaking = replace(a_patch(), pilot=1, soak_days=60)

    found = rolled_out(ready, *pumps(2), patch=soaking, history=[done("2026-11-20", "PATCH", "A-9")])

    assert 0 not in stages(found).values()
    assert [str(one.not_before) for one in found] == ["2027-01-19", "2027-01-19"]


def test_a_rolled_back_installation_stops_the_others_and_may_be_tried_again() -> None:
    found = rolled_out(*pumps(3), history=[tried("2026-11-20", Outcome.ROLLED_BACK, "PATCH", "A-2")])

    by_tag = {one.asset_tag: one for one in found}
    assert statuses(found) == ["unplaced", "open", "unplaced"]
    assert by_tag["A-2"].holds_asset
    stopped = by_tag["A-1"].settled
    assert stopped is not None
    assert stopped.reason_code is ReasonCode.ROLLOUT_ORDER
    assert stopped.reason == ("the roll-out of release 2.0 (P-2.0) has stopped: A-2 (rolled back on 2026-11-20)")
    assert by_tag["A-1"].counts


def test_a_model_that_only_its_manufacturer_may_patch_is_patched_by_it() -> None:
    model = replace(a_model(), patch_performer=PatchPerformer.MANUFACTURER)

    (by_maker,) = rolled_out(
        *pumps(1), models=[model], performers=[a_performer("Acme", kind=PerformerKind.MANUFACTURER)]
    )
    (by_nobody,) = rolled_out(*pumps(1), models=[model])

    assert by_maker.procedure.performer == "Acme"
    assert by_nobody.settled is not None
    assert by_nobody.settled.reason_code is ReasonCode.NO_QUALIFIED_PERSON


def test_an_unsupported_model_without_a_release_has_a_control_with_its_review() -> None:
    monthly = replace(PATCHING, every=a_procedure(every="3 months").every)
    model = replace(a_model(), support=Support.UNSUPPORTED)

    found = owed_by(assets=pumps(1), models=[model], procedures=[monthly], history=[done("2026-11-14", "PATCH")])

    assert statuses(found) == ["no_patch"]
    assert found[0].settled is not None
    assert found[0].settled.reason.endswith(
        "is not supported; a compensating control holds; "
        "its review is due on 2027-02-14, every 3 months, approved by nobody named"
    )
