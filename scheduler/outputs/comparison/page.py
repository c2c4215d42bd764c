"""A difference as one self-contained page: counts, who is concerned, and every change with old, new and why."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from scheduler.outputs.comparison.difference import Difference
from scheduler.outputs.comparison.groups import by_department, by_technician
from scheduler.outputs.comparison.lines import KIND_ORDER, kinds_said, time_said
from scheduler.outputs.words import day_said, listed, number_said, without_controls


def difference_html(difference: Difference) -> str:
    """Render the page; every text of the hospital is escaped."""
    page = _template().render(
        difference=difference,
        kinds=KIND_ORDER,
        technicians=by_technician(difference),
        departments=by_department(difference),
        first_day=day_said(difference.new.first_day),
        last_day=day_said(difference.new.last_day),
        css=Markup(_text("scheduler.outputs.report", "report.css")),
        own_css=Markup(_text("scheduler.outputs.comparison", "comparison.css")),
        js=Markup(_text("scheduler.outputs.comparison", "comparison.js")),
    )
    return without_controls(page)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(kinds=kinds_said, time=time_said, listed=listed, number=number_said)
    return environment.from_string(_text("scheduler.outputs.comparison", "comparison.html"))


def _text(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
