"""What the report says of patches: compliance by deadline class, exposure, roll-outs, support that ends."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.patching_figures import (
    ClassRow,
    Exposure,
    Rollout,
    aside_rows,
    class_rows,
    exposure_now,
    exposure_planned,
    installations,
    rollouts,
)
from scheduler.outputs.words import STATUS_WORDS

MOST_DRAWN = 12
"""Roll-outs that are drawn, the largest first; all of them stand in a table."""
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Patching:
    """Figures and rows; `ending`: models in use whose support ends within a year of today, with how many."""

    count: int
    classes: tuple[ClassRow, ...]
    exposures: tuple[tuple[str, Exposure], ...]
    aside: tuple[tuple[str, int], ...]
    ending: tuple[str, ...]
    rollouts: tuple[Rollout, ...]

    @property
    def drawn(self) -> tuple[Rollout, ...]:
        return self.rollouts[:MOST_DRAWN]


def patching_of(plan: Plan, facts: Facts) -> Patching | None:
    """Gather it; None where nothing is said of software at all."""
    found = installations(plan, facts)
    aside = tuple((STATUS_WORDS[status], number) for status, number in aside_rows(plan))
    ending = tuple(_ending(facts))
    if not (found or aside or ending):
        return None
    last_day = plan.horizon.last_day
    exposures = (
        (f"today, {plan.today}", exposure_now(found, plan.today)),
        ("as planned, when it is installed", exposure_planned(found, last_day)),
        (f"if nothing were installed until {last_day}", exposure_now(found, last_day)),
    )
    return Patching(len(found), class_rows(plan, facts), exposures, aside, ending, rollouts(plan, facts))


def _ending(facts: Facts) -> list[str]:
    numbers: dict[tuple[str, str], int] = {}
    for tag, asset in facts.programme.assets.items():
        if facts.is_in_use(tag):
            numbers[asset.make_model] = numbers.get(asset.make_model, 0) + 1
    return [
        f"{make} {model} on {ends} ({numbers[make, model]} in use)"
        for (make, model), row in sorted(facts.programme.models.items())
        if (ends := row.support_ends) is not None
        and (make, model) in numbers
        and facts.today <= ends <= facts.today + _A_YEAR
    ]
