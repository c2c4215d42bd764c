"""Files to Programme: the one door through which facts come in, checked once and completely."""

from scheduler.inputs.formats import ColumnFormat, TableFormat, formats
from scheduler.inputs.reading import Reading, read_programme
from scheduler.inputs.settings.key_formats import KeyFormat, contract_formats
from scheduler.inputs.sources import Filtered
from scheduler.inputs.template import template

__all__ = [
    "ColumnFormat",
    "Filtered",
    "KeyFormat",
    "Reading",
    "TableFormat",
    "contract_formats",
    "formats",
    "read_programme",
    "template",
]
