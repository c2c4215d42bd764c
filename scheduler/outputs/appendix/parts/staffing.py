"""Part: is it staffable: hours promised against hours there, and what the latest plan makes of the promises."""

from scheduler.outputs.appendix.paper import Part, Section, word
from scheduler.outputs.appendix.subject import Subject
from scheduler.outputs.appendix.tables.people_hours import people_hours
from scheduler.outputs.appendix.tables.plan_outcome import listed_exceptions, reconciliation, shares_placed, shortfall


def part(subject: Subject) -> Part:
    """Say whether the people to keep the promises exist; the plan's own figures only where there is a plan."""
    people = Section(word("staffing.people"), (word("staffing.people_intro"),), (people_hours(subject),))
    plan = subject.plan
    if plan is None:
        return Part("staffing", (people, Section(word("staffing.plan"), (word("staffing.no_plan"),))))
    horizon = {"first": plan.horizon.first_day, "last": plan.horizon.last_day}
    return Part(
        "staffing",
        (
            people,
            Section(
                word("staffing.plan"), (word("staffing.plan_intro", **horizon),), (shares_placed(plan), shortfall(plan))
            ),
            Section(
                word("staffing.reconciliation"),
                (word("staffing.reconciliation_intro"),),
                (reconciliation(subject, plan), listed_exceptions(subject, plan)),
            ),
        ),
    )
