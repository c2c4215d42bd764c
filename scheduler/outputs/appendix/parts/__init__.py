"""The parts of an appendix in their fixed order; each module makes one part and knows no format and no language.

How to write one (`parts/service_levels.py`): one public function `part(subject: Subject) -> Part` that returns
`Part("service_levels", (Section(heading, paragraphs, tables), …))`, made of what `scheduler.outputs.appendix.paper`
offers, and a line in PARTS below. `Subject` (`appendix/subject.py`) holds all that a part may ask: `facts` (the
programme on its day), `contract` (None: the whole programme), `assets` (covered, by tag), `left_out` (missing and
retired ones of the same scope), `coverage` (the coverage row of each asset that has one), `work` (procedures in force
by modality, model and name) and `plan` (None: no plan given).

- Fixed text: `word("service_levels.uptime", hours=Decimal("8.5"))`, with the entry `service_levels.uptime: …` in
  `words/service_levels.en.yaml` and `words/service_levels.es.yaml`. Headings of columns are `column.<key>`, of parts
  `part.<key>`, of sections and captions as you like. Look into `words/shared.en.yaml` first; a key stands in one file.
- No blanks: `State.NOT_APPLICABLE`, `NONE_EXISTS`, `UNKNOWN`, `NOT_GIVEN` (a gap that the contract should fill).
- Sources: `Row(cells(…), (Source("modalities", 12),))`; a cell of its own with `Cell(value, (Source(…),))`.
- Long lists of assets: `Table(…, is_asset_list=True)`. To group by a column on paper: `grouped_by="modality"`.
- Sort rows so that the same programme gives the same bytes; `identity` names the columns that tell a row's name.
"""

from collections.abc import Callable, Iterator

from scheduler.domain.agreement import AppendixPart
from scheduler.outputs.appendix.paper import Part
from scheduler.outputs.appendix.parts import (
    definitions,
    exceptions,
    periodicity,
    responsibilities,
    risk_management,
    scope,
    service_levels,
    staffing,
)
from scheduler.outputs.appendix.subject import Subject

PARTS: tuple[tuple[AppendixPart, Callable[[Subject], Part]], ...] = (
    (AppendixPart.DEFINITIONS, definitions.part),
    (AppendixPart.PERIODICITY, periodicity.part),
    (AppendixPart.EXCEPTIONS, exceptions.part),
    (AppendixPart.RESPONSIBILITIES, responsibilities.part),
    (AppendixPart.SERVICE_LEVELS, service_levels.part),
    (AppendixPart.RISK_MANAGEMENT, risk_management.part),
    (AppendixPart.SCOPE, scope.part),
    (AppendixPart.STAFFING, staffing.part),
)
"""Every part but the change history, which needs all of them, in order."""


def parts_of(subject: Subject) -> Iterator[Part]:
    """Make the parts that the agreement asks for, in order."""
    return (part(subject) for key, part in PARTS if wants(subject, key))


def wants(subject: Subject, part: AppendixPart) -> bool:
    """Tell whether the agreement asks for a part; one that names none asks for all."""
    return subject.contract is None or not subject.contract.parts or part in subject.contract.parts
