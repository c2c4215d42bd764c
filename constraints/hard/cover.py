"""Assets that stand in for each other are never out together beyond what a site can do without."""

from collections.abc import Iterator

from constraints.crowds import crowds
from constraints.example import a_cover_row, a_modality, a_model, a_plan, a_programme, a_visit, an_asset, facts_of
from constraints.fleets import COVER, cover_takes
from constraints.outages import groups_out
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Part, Resource, Takes
from constraints.words import clock
from scheduler.domain.equipment import AssetStatus, EquipmentClass
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.work import VisitDraft

RULE = Hard(
    COVER,
    sentence="Of the assets that stand in for each other, whatever their make, enough stay in service at every minute.",
    reason="A site that has two CTs always keeps one; patients cannot wait for a visit to end.",
    source="Cover table; default for imaging, therapy and life support",
)


def uses(draft: VisitDraft, facts: Facts) -> Iterator[Takes]:
    held = {task.asset_tag for task in draft.tasks if task.holds_asset}
    return cover_takes((tag for tag in draft.taken_out if tag not in held), Part.OUT, facts)


def limit(resource: Resource, facts: Facts) -> int:
    return facts.cover_group(resource.key[0]).max_out


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    for group, takings in groups_out(plan, facts):
        zone = facts.zone_of(min(group.members))
        for crowd in crowds(takings, group.max_out):
            left = len(group.members) - len(crowd.whats)
            words = (
                f"At {clock(crowd.start, zone)} {crowd.names} are out; {left} of {len(group.members)} are left, "
                f"and {group.min_available} have to be."
            )
            yield RULE.broken(crowd.who, words, crowd.start)


def examples() -> Iterator[Example]:
    models = [a_model("GE", "Revolution", modality="CT"), a_model("Siemens", "Naeotom", modality="CT")]
    scanners = [an_asset("CT-1", make="GE", model="Revolution"), an_asset("CT-2", make="Siemens", model="Naeotom")]
    imaging = [a_modality("CT", equipment_class=EquipmentClass.IMAGING)]
    two = facts_of(a_programme(assets=scanners, modalities=imaging, models=models))

    def at(second: str) -> Plan:
        return a_plan(a_visit("CT-1"), a_visit("CT-2", second, technicians=["Bob"]))

    yield kept("one CT is taken as the other comes back", at("2027-01-11 10:00"), two)
    yield broken(
        "two CTs of different makes are out together for a minute",
        at("2027-01-11 09:59"),
        two,
        because="At 2027-01-11 09:59 CT-1, CT-2 are out; 0 of 2 are left, and 1 have to be.",
    )
    three = [*scanners, an_asset("CT-3", make="GE", model="Revolution", status=AssetStatus.SPARE)]
    row = a_cover_row("CT-1", "CT-2", "CT-3", min_available=1, count_spares=True)
    yield kept(
        "a spare stands in for them",
        at("2027-01-11 09:00"),
        facts_of(a_programme(assets=three, cover=(row,), modalities=imaging, models=models)),
    )
    strict = a_cover_row("CT-1", "CT-2", min_available=2)
    yield broken(
        "none can be missed",
        a_plan(a_visit("CT-1")),
        facts_of(a_programme(assets=scanners, cover=(strict,), modalities=imaging, models=models)),
        because="At 2027-01-11 09:00 CT-1 are out; 1 of 2 are left, and 2 have to be.",
    )
