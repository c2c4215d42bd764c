"""What programme.yaml may not say about impact and patching: names of tables, clocks, profiles and severities."""

from collections.abc import Iterable, Iterator

from scheduler.domain.security import Severity
from scheduler.errors import Problem
from scheduler.inputs.names import did_you_mean
from scheduler.inputs.problems import structural
from scheduler.inputs.settings.schema import ProgrammeKeys
from scheduler.inputs.settings.tree import Document
from scheduler.risk.deadlines import Clock
from scheduler.risk.deadlines.directive import directive_names
from scheduler.risk.deadlines.reading import CONTRACT, KNOWN_EXPLOITED, ROUTINE
from scheduler.risk.impact import PROFILES

FILE = "programme.yaml"
CLOCKS = (Clock.VALIDATED.value, Clock.RELEASED.value, Clock.ADVISORY.value, Clock.DETECTION.value)


def risk_faults(keys: ProgrammeKeys, document: Document) -> Iterator[Problem]:
    """Yield a problem for every name that is not known."""
    patching, impact = keys.patching, keys.impact
    tables = (ROUTINE, CONTRACT, *directive_names())
    named = {"deadline_table": patching.deadline_table or ROUTINE}
    named |= {f"tables_by_impact.{name}": said for name, said in (patching.tables_by_impact or {}).items()}
    for place, said in named.items():
        yield from _unknown((one.strip() for one in said.split("|")), tables, f"patching.{place}", document)
    classes = {**(impact.borders or {}), "critical": 0, "high": 0, "medium": 0, "low": 0}
    yield from _unknown(patching.tables_by_impact or (), tuple(classes), "patching.tables_by_impact", document)
    severities = (*(one.value for one in Severity), KNOWN_EXPLOITED)
    yield from _unknown(patching.contract_days or (), severities, "patching.contract_days", document)
    yield from _unknown([patching.clock] if patching.clock else (), CLOCKS, "patching.clock", document)
    yield from _unknown([impact.profile] if impact.profile else (), PROFILES, "impact.profile", document)


def _unknown(said: Iterable[str], known: tuple[str, ...], place: str, document: Document) -> Iterator[Problem]:
    for name in said:
        if name not in known:
            line = document.line(tuple(place.split(".")))
            expected = f"one of {', '.join(known)}"
            yield structural(FILE, expected, did_you_mean(name, known), row=line, column=place, found=name)
