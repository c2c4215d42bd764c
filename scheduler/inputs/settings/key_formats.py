"""What `htm formats` prints of programme.yaml: its keys with meaning, what may stand there, and what a blank means."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scheduler.domain.calendar import Periodicity, WeeklyPeriod
from scheduler.domain.service_terms import Within
from scheduler.inputs.settings.contract_keys import ContractKeys
from scheduler.inputs.settings.leaves import Keys

_WORDS: dict[object, str] = {
    str: "text",
    float: "a number",
    int: "a whole number",
    bool: "yes, no",
    Periodicity: "a periodicity such as 6 months",
    WeeklyPeriod: "weekdays and hours such as Mon-Fri 07:00-19:00",
    Within: "72 hours, 30 days or 10 working days",
    Any: "a date such as 2027-01-31",
}


@dataclass(frozen=True, slots=True)
class KeyFormat:
    """One key of programme.yaml; `key` is its path, with [] for an entry of a list and <name> for a key of your own."""

    key: str
    meaning: str
    allowed: str
    required: bool


def contract_formats() -> tuple[KeyFormat, ...]:
    """Return the keys of an agreement in the order in which they are told."""
    return tuple(_keys_of(ContractKeys, "contracts[]"))


def _keys_of(model: type[BaseModel], at: str) -> Iterator[KeyFormat]:
    for name, field in model.model_fields.items():
        key = f"{at}.{name}"
        inner, suffix = _inside(field.annotation)
        yield KeyFormat(key, field.description or "", _allowed(field, inner, suffix), field.is_required())
        if inner is not None:
            yield from _keys_of(inner, f"{key}{suffix}")


def _inside(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """Return the keys below a key, and how their path is written."""
    plain = _without_none(annotation)
    if get_origin(plain) is list:
        return _inside(get_args(plain)[0])[0], "[]"
    if get_origin(plain) is dict:
        return _inside(get_args(plain)[1])[0], ".<name>"
    return (plain if isinstance(plain, type) and issubclass(plain, Keys) else None), ""


def _allowed(field: FieldInfo, inner: type[BaseModel] | None, suffix: str) -> str:
    if inner is not None:
        return {"[]": "a list, each with the keys below", "": "the keys below"}.get(
            suffix, "names, each with keys below"
        )
    return _said(field.annotation)


def _said(annotation: Any) -> str:
    plain = _without_none(annotation)
    origin, parts = get_origin(plain), get_args(plain)
    if origin is list:
        return f"a list [a, b], each {_said(parts[0])}"
    if origin is dict:
        return f"names, each with {_said(parts[1])}"
    if isinstance(plain, type) and issubclass(plain, Enum):
        return ", ".join(str(option.value) for option in plain)
    return _WORDS[plain]


def _without_none(annotation: Any) -> Any:
    """Return the type itself: without None beside it, and without what pydantic checks of it."""
    if hasattr(annotation, "__metadata__"):
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        [one] = [part for part in get_args(annotation) if part is not NoneType]
        return _without_none(one)
    return annotation
