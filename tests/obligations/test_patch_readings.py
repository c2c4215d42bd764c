"""The verifier's own reading of patch work agrees with this room's on any fleet, release and record."""

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.example import a_department, a_model, a_performer, a_procedure, a_programme, an_asset, facts_of
from scheduler.domain.equipment import Anchor, AssetStatus, NoPeriod, PatchPerformer, ProcedureKind, Support
from scheduler.domain.ids import AssetTag
from scheduler.domain.people import PerformerKind
from scheduler.domain.policy import Patching, Policies
from scheduler.domain.programme import Programme
from scheduler.domain.record import Outcome
from scheduler.domain.security import Finding, FindingState, Severity
from scheduler.obligations import owed
from scheduler.verify.coverage import uncovered, wrong_dates, wrong_standing
from scheduler.verify.expected import expected_work
from scheduler.verify.matching import matched
from tests.builders import a_plan
from tests.obligations.small import tried
from tests.obligations.test_patches import a_patch

PAST = st.dates(date(2026, 3, 1), date(2026, 12, 1)).map(str)
VERSIONS = st.sampled_from(["1.0", "1.0", "2.0", "3.0", ""])


@st.composite
def fleets(draw: st.DrawFn) -> Programme:
    """Up to four pumps of one model on two wards, three releases, and a record of what was tried."""
    tags = [f"A-{number}" for number in range(draw(st.integers(1, 4)))]
    patches = [
        replace(
            a_patch(
                version,
                released_on=draw(PAST),
                validated_on=draw(st.none() | PAST),
                from_versions=draw(st.sampled_from([(), ("1.0",), ("2.0",)])),
                minutes=draw(st.sampled_from([None, 45])),
                row=row,
            ),
            severity=draw(st.sampled_from(Severity)),
            cves=(f"CVE-{version}",),
            pilot=draw(st.sampled_from([None, 0, 1, 2])),
            soak_days=draw(st.sampled_from([None, 0, 60])),
        )
        for row, version in enumerate(("2.0", "3.0", "4.0")[: draw(st.integers(0, 3))], start=2)
    ]
    model = replace(
        a_model(),
        patch_performer=draw(st.sampled_from(PatchPerformer)),
        support=draw(st.sampled_from(Support)),
    )
    outcomes = st.sampled_from([Outcome.COMPLETED, Outcome.ROLLED_BACK, Outcome.FAILED, Outcome.NO_SHOW])
    names = st.sampled_from(["PATCH", "MEE"])
    found = FindingState.OPEN, FindingState.FIXED
    return a_programme(
        models=[model],
        departments=[a_department("Ward"), a_department("Clinic")],
        assets=[
            an_asset(
                tag,
                department=draw(st.sampled_from(["Ward", "Clinic"])),
                software_version=draw(VERSIONS),
                status=draw(st.sampled_from([AssetStatus.IN_USE, AssetStatus.IN_USE, AssetStatus.MISSING])),
                in_service_on=draw(st.none() | PAST),
            )
            for tag in tags
        ],
        procedures=[
            a_procedure(
                "PATCH",
                kind=ProcedureKind.PATCH,
                every=draw(st.sampled_from(["1 month", "3 months", "1 year", NoPeriod.ON_EVENT])),
                window=draw(st.sampled_from(["due-month", "joint-commission"])),
                anchor=draw(st.sampled_from(Anchor)),
                skill=draw(st.sampled_from([None, "network"])),
                follow_up=draw(st.sampled_from([None, "MEE"])),
            ),
            a_procedure("MEE", every=NoPeriod.ON_EVENT),
        ],
        performers=[
            a_performer("Acme", kind=PerformerKind.MANUFACTURER, skills=["network"]),
            *([a_performer("Fixit", kind=PerformerKind.SERVICE_PROVIDER)] if draw(st.booleans()) else []),
        ],
        history=draw(st.lists(st.builds(tried, PAST, outcomes, names, st.sampled_from(tags)), max_size=5)),
        patches=tuple(patches),
        findings=tuple(
            Finding(2, "", AssetTag(tags[0]), f"CVE-{draw(VERSIONS)}", None, "", draw(st.sampled_from(found)), None)
            for _ in range(draw(st.integers(0, 1)))
        ),
        patching=Patching(
            deadline_table=draw(st.sampled_from(["routine", "contract"])),
            clock=draw(st.sampled_from(["released", "validated", "advisory"])),
            pilot=draw(st.integers(0, 2)),
            contract_days=draw(st.sampled_from([{"critical": 30, "high": 120}, {"medium": 200}])),
        ),
        policies=Policies(assume_current_done=draw(st.booleans())),
    )


def test_two_readings_of_patch_work_agree() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(fleets())
    def law(programme: Programme) -> None:
        facts = facts_of(programme)
        tasks = owed(facts)
        matching = matched(expected_work(facts), tasks)
        seen.update("open" if one.settled is None else str(one.settled.status) for one in tasks)
        seen.update(str(one.settled.reason_code) for one in tasks if one.settled)
        seen.update(one.basis.value for one in tasks)
        plan = a_plan(obligations=tasks)

        found = (*uncovered(matching), *wrong_dates(matching, facts), *wrong_standing(plan, matching))

        assert [one.sentence for one in found] == []

    law()

    assert {"open", "no_patch", "waiting", "version_unknown", "nothing_to_install", "rollout_order"} <= set(seen)
    assert {"patch", "no_qualified_person", "follow_up"} <= set(seen)
