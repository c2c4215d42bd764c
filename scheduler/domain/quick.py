"""Frozen values of many fields that are made by the hundred thousand, made as quickly as values that can change."""

from dataclasses import MISSING, Field, fields
from functools import update_wrapper
from typing import Any, TypeVar

Made = TypeVar("Made")


def quickly_made(made: type[Made]) -> type[Made]:
    """Have a frozen dataclass with slots filled in while it is open, and then frozen.

    Python's own `__init__` goes around the guard of a frozen class anew for each field, which takes five times as long,
    and another process gets it field by field too. Nobody sees the open value; what is made is the same. Fields with a
    default factory, by name alone or not for `__init__` are none for it: TypeError.
    """
    own = fields(made)  # type: ignore[arg-type]
    if not all(_is_plain(field) for field in own):
        raise TypeError(f"{made.__name__} has a field that quickly_made does not know.")
    names: dict[str, Any] = {
        "change": object.__setattr__,
        "Open": type(made.__name__, (made,), {"__slots__": (), **_OPEN}),
        "Made": made,
        "defaults": {field.name: field.default for field in own},
    }
    exec(_source(own, is_checked=hasattr(made, "__post_init__")), names)
    made.__init__ = update_wrapper(names["__init__"], made.__init__)  # type: ignore[method-assign]
    made.__reduce__ = names["__reduce__"]  # type: ignore[method-assign]
    return made


_OPEN = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}


def _is_plain(field: Field[Any]) -> bool:
    return field.init and not field.kw_only and field.default_factory is MISSING


def _source(own: tuple[Field[Any], ...], *, is_checked: bool) -> str:
    making = (
        f"def __init__(self, {', '.join(map(_parameter, own))}):",
        "change(self, '__class__', Open)",
        *(f"self.{field.name} = {field.name}" for field in own),
        "self.__class__ = Made",
        *(["self.__post_init__()"] if is_checked else []),
    )
    telling = ("def __reduce__(self):", f"return Made, ({''.join(f'self.{field.name}, ' for field in own)})")
    return "\n".join(("\n    ".join(making), "\n    ".join(telling)))


def _parameter(field: Field[Any]) -> str:
    return field.name if field.default is MISSING else f"{field.name}=defaults['{field.name}']"
