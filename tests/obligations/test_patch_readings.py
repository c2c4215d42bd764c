"""The verifier's own reading of patch work agrees with this room's on any fleet, release and record."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from constraints.example import a_department, a_model, a_performer, a_procedure, a_programme, an_asset, facts_of
from scheduler.domain.advisories import AdvisedProduct, AdvisedVulnerability, Advisory, FixState
from scheduler.domain.equipment import Anchor, Answer, AssetStatus, NoPeriod, PatchPerformer, ProcedureKind, Support
from scheduler.domain.ids import AssetTag
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import PerformerKind
from scheduler.domain.policy import Patching, Policies
from scheduler.domain.programme import Programme
from scheduler.domain.record import Outcome
from scheduler.domain.security import Finding, FindingState, Severity, Software
from scheduler.obligations import owed
from scheduler.verify.coverage import uncovered, wrong_dates, wrong_standing
from scheduler.verify.expected import expected_work
from scheduler.verify.matching import matched
from tests.builders import a_plan
from tests.obligations.small import tried
from tests.obligations.test_patches import a_patch

PAST = st.dates(date(2026, 3, 1), date(2026, 12, 1)).map(str)
LATELY = st.dates(date(2026, 10, 1), date(2026, 12, 1)).map(str)
VERSIONS = st.sampled_from(["1.0", "1.0", "1.0", "2.0", "3.0", ""])


@st.composite
def fleets(draw: st.DrawFn) -> Programme:
    """Up to four pumps of one model on two wards, three releases, and a record of what was tried."""
    tags = [f"A-{number}" for number in range(draw(st.sampled_from([1, 2, 4, 4])))]
    patches = [
        replace(
            a_patch(
                version,
                released_on=draw(PAST),
                validated_on=draw(st.none() | PAST | PAST),
                from_versions=draw(st.sampled_from([(), ("1.0",), ("2.0",)])),
                minutes=draw(st.sampled_from([None, 45])),
                row=row,
            ),
            severity=draw(st.sampled_from(Severity)),
            cves=(f"CVE-{version}",),
            pilot=draw(st.sampled_from([None, 0, 1, 2])),
            soak_days=draw(st.sampled_from([None, 0, 60])),
        )
        for row, version in enumerate(("2.0", "3.0", "4.0")[: draw(st.sampled_from([3, 3, 2, 1, 0]))], start=2)
    ]
    model = replace(
        a_model(),
        patch_performer=draw(st.sampled_from([*PatchPerformer, PatchPerformer.SERVICE_PROVIDER])),
        support=draw(st.sampled_from(Support)),
    )
    outcomes = st.sampled_from([Outcome.COMPLETED, Outcome.ROLLED_BACK, Outcome.FAILED, Outcome.NO_SHOW])
    names = st.sampled_from(["PATCH", "PATCH", "PATCH", "MEE"])
    found = FindingState.OPEN, FindingState.FIXED
    return a_programme(
        models=[model],
        departments=[a_department("Ward"), a_department("Clinic")],
        assets=[
            an_asset(
                tag,
                department=draw(st.sampled_from(["Ward", "Clinic"])),
                software_version=draw(VERSIONS),
                status=draw(st.sampled_from([AssetStatus.IN_USE] * 5 + [AssetStatus.MISSING])),
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
        history=draw(st.lists(st.builds(tried, PAST | LATELY, outcomes, names, st.sampled_from(tags)), max_size=5)),
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


def an_advisory(fix: FixState, versions: str) -> Advisory:
    """An advisory of the manufacturer that certainly speaks of the pump."""
    products = (AdvisedProduct("X", "Acme", "P1", versions),)
    vulnerabilities = (AdvisedVulnerability("CVE-2026-7", Severity.HIGH, None, "", {"X": fix}),)
    return Advisory("ADV-0", "advisories/a.json", "Acme P1", "Acme", None, None, products, vulnerabilities)


@st.composite
def disclosed_fleets(draw: st.DrawFn) -> Programme:
    """The same with what models, their forms and advisories say of who, how and whether at all."""
    programme, answers = draw(fleets()), st.sampled_from(Answer)
    models = {
        key: replace(
            model,
            third_party_os_patches=draw(st.sampled_from([Answer.YES, Answer.YES, Answer.NO])),
            patch_applicable=draw(answers),
            patch_remote=draw(st.sampled_from([Answer.YES, Answer.NO])),
            patch_automatic=draw(st.sampled_from([Answer.YES, Answer.NO, Answer.NO])),
        )
        for key, model in programme.models.items()
    }
    patches = [
        replace(
            one,
            check_minutes=draw(st.sampled_from([None, 5, 200])),
            software=draw(st.sampled_from(Software)),
            validated_on=draw(st.sampled_from([None, one.validated_on])),
            advisory=draw(st.sampled_from(["", "ADV-0"])),
        )
        for one in programme.patches
    ]
    of_model = {"make": "Acme", "model": "P1"} if draw(st.booleans()) else {}
    advisory = an_advisory(draw(st.sampled_from(FixState)), draw(st.sampled_from(["<= 1.5", "vers:all/*", "4.0"])))
    return replace(
        programme,
        models=models,
        patches=tuple(patches),
        procedures=(
            *(replace(row, **of_model) for row in programme.procedures),
            *(
                [a_procedure("HOTFIX", kind=ProcedureKind.PATCH, every=NoPeriod.ON_EVENT)]
                if draw(st.booleans())
                else []
            ),
        ),
        advisories=(advisory,),
        patching=replace(programme.patching, control_review=draw(st.sampled_from([30, 90]))),
    )


def test_two_readings_of_patch_work_agree() -> None:
    wanted = {"open", "no_patch", "waiting", "version_unknown", "nothing_to_install", "rollout_order"}
    agree_until_seen(fleets(), wanted | {"patch", "no_qualified_person", "follow_up"})


def test_they_agree_on_who_installs_it_and_on_what_has_no_fix() -> None:
    wanted = {"open", "no_patch", "waiting", "remote", "in_place"}
    agree_until_seen(disclosed_fleets(), wanted | {"installs it itself", "ADV-0", "not applicable"})


def agree_until_seen(programmes: st.SearchStrategy[Programme], wanted: set[str]) -> None:
    """Hold both readings of a hundred programmes and more against each other, until all that is wanted was there."""
    seen: Counter[str] = Counter()
    for number in range(1, 13):

        @seed(number)
        @settings(max_examples=100, deadline=None, database=None)
        @given(programmes)
        def law(programme: Programme) -> None:
            facts = facts_of(programme)
            tasks = owed(facts)
            matching = matched(expected_work(facts), tasks)
            seen.update(_marks(tasks))
            plan = a_plan(obligations=tasks)

            found = (*uncovered(matching), *wrong_dates(matching, facts), *wrong_standing(plan, matching))

            assert [one.sentence for one in found] == []

        law()
        if wanted <= set(seen):
            return
    assert wanted <= set(seen)


def _marks(tasks: Sequence[Obligation]) -> Iterator[str]:
    for one in tasks:
        yield "open" if one.settled is None else str(one.settled.status)
        yield one.basis.value
        yield one.procedure.where.value if one.is_open else str(one.settled and one.settled.reason_code)
        words = one.reason if one.settled is None else one.settled.reason
        said = ("installs it itself", "without approval", "ADV-0", "not applicable")
        yield from (each for each in said if each in words)
