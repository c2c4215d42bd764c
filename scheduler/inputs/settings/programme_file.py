"""programme.yaml as the decisions of the domain, with every fault of it named by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from scheduler.domain.advisories import Aliases
from scheduler.domain.agreement import Contract
from scheduler.domain.policy import Capacity, Impact, Patching, Policies, RiskPolicy, Weights
from scheduler.errors import Problem
from scheduler.inputs.cells import CellError
from scheduler.inputs.civil_cells import ZONE
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.names import did_you_mean
from scheduler.inputs.problems import ProblemList, structural
from scheduler.inputs.settings.contract_faults import contract_faults
from scheduler.inputs.settings.contract_terms import contract_of
from scheduler.inputs.settings.leaves import weekly_period
from scheduler.inputs.settings.risk_faults import risk_faults
from scheduler.inputs.settings.schema import ImpactKeys, PolicyKeys, ProgrammeKeys, TableKeys
from scheduler.inputs.settings.tree import Document, Path, Places, read_document
from scheduler.inputs.tables.every import TABLE_NAMES
from scheduler.risk.impact import borders_in_force

FILE = "programme.yaml"
DEFAULT_TIMEZONE = "UTC"
_WEIGHT_NAMES = tuple(weight.name for weight in fields(Weights))


@dataclass(frozen=True, slots=True)
class TableSource:
    """Where a table stands and how its words become ours; `columns` are theirs → ours, `filter` theirs → words kept."""

    file: str | None = None
    sheet: str | None = None
    skip_rows: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_format: str = ""
    filter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """What programme.yaml says; `timezone` is blank if it names none. `places`: where its keys stand."""

    name: str
    timezone: str = ""
    policies: Policies = field(default_factory=Policies)
    capacity: Capacity = field(default_factory=Capacity)
    weights: Weights = field(default_factory=Weights)
    impact: Impact = field(default_factory=Impact)
    patching: Patching = field(default_factory=Patching)
    contracts: tuple[Contract, ...] = ()
    aliases: Aliases = field(default_factory=Aliases)
    sources: Mapping[str, TableSource] = field(default_factory=dict)
    places: Places | None = field(default=None, compare=False)


def read_programme_file(content: bytes, problems: ProblemList) -> ProgrammeFile:
    """Read programme.yaml; faults of single keys go to `problems`. Raises StructureError if it is no YAML at all."""
    document = read_document(content, FILE)
    keys = _validated(document, problems)
    problems.structural.extend(_refused(document, keys))
    problems.structural.extend(risk_faults(keys, document))
    impact = _impact(keys.impact)
    contract_faults(keys.contracts, borders_in_force(impact), Places(FILE, document), problems)
    return ProgrammeFile(
        name=keys.name,
        timezone=_known_zone(keys.timezone or ""),
        policies=_policies(keys.policies),
        capacity=replace(Capacity(), **keys.capacity.said()),
        weights=_weights(keys.objective),
        impact=impact,
        patching=replace(Patching(), **keys.patching.said()),
        contracts=tuple(map(contract_of, keys.contracts)),
        aliases=Aliases(keys.aliases.makes, keys.aliases.models),
        sources={name: _source(table) for name, table in keys.tables.items()},
        places=Places(FILE, document),
    )


def _validated(document: Document, problems: ProblemList) -> ProgrammeKeys:
    """Return the keys; those at fault are reported and taken out, so that the rest can be read on."""
    root: Any = document.root
    for _ in range(2):
        try:
            return ProgrammeKeys.model_validate(root)
        except ValidationError as error:
            problems.structural.extend(_problem(document, item) for item in error.errors(include_url=False))
            root = _without(root, [item["loc"][:1] for item in error.errors(include_url=False)])
    return ProgrammeKeys(name="")


def _without(root: "dict[str, Any]", paths: "list[tuple[str | int, ...]]") -> "dict[str, Any]":
    spoiled = {path[0] for path in paths if path}
    return {"name": "programme"} | {key: value for key, value in root.items() if key not in spoiled}


def _problem(document: Document, item: Any) -> Problem:
    path: Path = tuple(part for part in item["loc"] if part != "[key]")
    where = ".".join(str(part) for part in path)
    line = document.line(path)
    found = item["input"] if isinstance(item["input"], str) else ""
    if item["type"] == "extra_forbidden":
        known = _keys_around(path)
        near = did_you_mean(str(path[-1]), known)
        return structural(FILE, f"one of {', '.join(known)}", near, row=line, column=where, found=str(path[-1]))
    if item["type"] == "missing":
        return structural(FILE, f"a value for {path[-1]}", f"add a line {path[-1]}: …", row=line, column=where)
    return structural(FILE, _expected(item), _hint(item), row=line, column=where, found=found)


def _expected(item: Any) -> str:
    if item["type"] == "enum":
        return f"one of {', '.join(_options(item))}"
    if item["type"].startswith(("int_", "float_")):
        return "a whole number" if item["type"].startswith("int_") else "a number"
    if item["type"] in ("dict_type", "model_type", "model_attributes_type"):
        return "keys with values, indented below it"
    if item["type"] == "list_type":
        return "a list such as [a, b]"
    if item["type"] == "string_too_short":
        return "some text, not a blank"
    said: str = str(item["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return said.removeprefix(f'"{item["input"]}" ').rstrip(".")


def _hint(item: Any) -> str:
    if item["type"] == "enum":
        return did_you_mean(str(item["input"]), _options(item))
    return "correct the value on this line"


def _options(item: Any) -> list[str]:
    words = str(item["ctx"]["expected"]).replace("'", "")
    return words.replace(" or ", ", ").split(", ")


def _keys_around(path: Path) -> list[str]:
    model: type[BaseModel] = ProgrammeKeys
    for part in path[:-1]:
        known = model.model_fields.get(str(part))
        model = next(_models_in(known.annotation), model) if known else model
    return list(model.model_fields)


def _models_in(annotation: Any) -> "Iterator[type[BaseModel]]":
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield part


def _refused(document: Document, keys: ProgrammeKeys) -> Iterator[Problem]:
    """Yield what no type can see: unknown tables, zones, downtime that is no period."""
    for name in keys.tables:
        if name not in TABLE_NAMES:
            near = did_you_mean(name, TABLE_NAMES)
            line = document.line(("tables", name))
            yield structural(FILE, f"one of {', '.join(TABLE_NAMES)}", near, row=line, column="tables", found=name)
    for name in keys.objective:
        if name not in _WEIGHT_NAMES:
            line = document.line(("objective", name))
            near = did_you_mean(name, _WEIGHT_NAMES)
            yield structural(FILE, f"one of {', '.join(_WEIGHT_NAMES)}", near, row=line, column="objective", found=name)
    if keys.timezone and not _known_zone(keys.timezone):
        try:
            ZONE.read(keys.timezone, Lexicon.empty())
        except CellError as fault:
            line = document.line(("timezone",))
            yield structural(FILE, fault.expected, fault.hint, row=line, column="timezone", found=keys.timezone)
    capacity = replace(Capacity(), **keys.capacity.said())
    if capacity.reserve > capacity.scheduled_share:
        path = ("capacity", "reserve")
        yield structural(
            FILE,
            f"at most scheduled_share, {capacity.scheduled_share:g}",
            "lower the reserve: it is kept free of the time for scheduled work",
            row=document.line(path),
            column=".".join(path),
            found=f"{capacity.reserve:g}",
        )
    downtime = keys.policies.default_downtime
    if downtime and weekly_period(downtime) is None:
        path = ("policies", "default_downtime")
        yield structural(
            FILE,
            "weekdays and hours such as Mon-Fri 09:00-15:00",
            "write weekdays, a blank, start-end",
            row=document.line(path),
            column=".".join(path),
            found=downtime,
        )


def _weights(said: Mapping[str, int]) -> Weights:
    return replace(Weights(), **{name: points for name, points in said.items() if name in _WEIGHT_NAMES})


def _known_zone(timezone: str) -> str:
    try:
        ZoneInfo(timezone.strip())
    except (KeyError, ValueError, OSError):
        return ""
    return str(timezone.strip())


def _policies(keys: PolicyKeys) -> Policies:
    said = {key: value for key, value in keys.said().items() if key not in ("high_risk", "other", "default_downtime")}
    default = Policies()
    downtime = weekly_period(keys.default_downtime) if keys.default_downtime else None
    return replace(
        default,
        high_risk=_risk_policy(default.high_risk, keys.high_risk.said()),
        other=_risk_policy(default.other, keys.other.said()),
        default_downtime=downtime or default.default_downtime,
        **said,
    )


def _risk_policy(default: RiskPolicy, said: "dict[str, Any]") -> RiskPolicy:
    return replace(default, **said)


def _impact(keys: ImpactKeys) -> Impact:
    default = Impact()
    said = keys.said()
    weights = {**default.weights, **said.pop("weights", {})}
    return replace(default, weights=weights, **said)


def _source(keys: TableKeys) -> TableSource:
    return TableSource(
        file=keys.file,
        sheet=keys.sheet,
        skip_rows=keys.skip_rows,
        columns=keys.columns,
        values=keys.values,
        date_format=keys.date_format,
        filter={heading: tuple(words) for heading, words in keys.filter.items()},
    )
