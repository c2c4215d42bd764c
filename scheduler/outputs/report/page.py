"""Puts the figures, charts and rows of the report into one self-contained HTML page."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.patching import PatchWork, patch_work_of
from scheduler.outputs.plan_json import versions
from scheduler.outputs.prices import price_by_task
from scheduler.outputs.report.assumptions import assumptions
from scheduler.outputs.report.changed import Changes, changes_html
from scheduler.outputs.report.charts import bullet, lanes, load_bars
from scheduler.outputs.report.content import kind_counts, reason_counts, share_rows, short_rows, status_rows, troubles
from scheduler.outputs.report.embedded import departments_json, script_json, troubles_json
from scheduler.outputs.report.load import skill_loads, technician_lanes
from scheduler.outputs.report.patching import patching_of
from scheduler.outputs.report.rollouts import draw_rollout, stage_words
from scheduler.outputs.share_figures import gap, gap_normalised
from scheduler.outputs.words import day_said, hours_said, number_said, without_controls


def write_report(
    plan: Plan, facts: Facts, folder: Path, changes: Changes | None = None, patch_work: PatchWork | None = None
) -> None:
    """Write report.html; `changes`: for those who had seen a published plan. `patch_work`: if it is known already."""
    page = report_html(plan, facts, changes, patch_work)
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")


def report_html(plan: Plan, facts: Facts, changes: Changes | None = None, patch_work: PatchWork | None = None) -> str:
    """Render the page; every text of the hospital is escaped."""
    troubled = troubles(plan, facts, price_by_task(plan, facts))
    urgent = [each for each in troubled if each.high_risk]
    page = _template().render(
        plan=plan,
        programme=facts.programme,
        first_day=day_said(plan.horizon.first_day),
        last_day=day_said(plan.horizon.last_day),
        today=day_said(plan.today),
        shares=share_rows(plan),
        statuses=status_rows(plan),
        urgent=urgent,
        urgent_kinds=kind_counts(urgent),
        troubled=troubled,
        unplaced=sum(each.tasks for each in reason_counts(troubled)),
        reasons=reason_counts(troubled),
        shorts=short_rows(plan, facts),
        skills=skill_loads(plan, facts),
        lanes=technician_lanes(plan, facts),
        patching=patching_of(plan, patch_work or patch_work_of(plan, facts)),
        horizon=plan.horizon,
        draw_rollout=draw_rollout,
        stage_words=stage_words,
        changed="" if changes is None else changes_html(changes),
        gap=100 * gap(plan),
        gap_normalised=100 * gap_normalised(plan),
        assumptions=assumptions(plan, facts),
        versions=versions(),
        departments_json=script_json(departments_json(plan, facts)),
        troubles_json=script_json({"rows": troubles_json(troubled)}),
        bullet=bullet,
        load_bars=load_bars,
        draw_lanes=lanes,
        css=Markup(_text("report.css")),
        js=Markup(_text("report.js")),
    )
    return without_controls(page)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(hours=hours_said, number=number_said)
    return environment.from_string(_text("report.html"))


def _text(name: str) -> str:
    return files("scheduler.outputs.report").joinpath(name).read_text(encoding="utf-8")
