"""The figures of a promise as they are printed."""

from scheduler.outputs.appendix.paper import Value, tenths
from scheduler.outputs.appendix.promise_terms import Terms
from scheduler.outputs.appendix.promises import Quantity


def figures(quantity: Quantity, terms: Terms) -> tuple[Value, Value]:
    """Return events and hours a year with one decimal; work without a period has its word in their place."""
    if quantity.visits_a_year is None or quantity.hours_a_year is None:
        return terms.every, terms.every
    return tenths(quantity.visits_a_year), tenths(quantity.hours_a_year)
