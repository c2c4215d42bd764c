"""File names from ids: readable, safe on every file system, and never two ids in one file."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_LONGEST = 60


def file_names(ids: Iterable[str]) -> Mapping[str, str]:
    """Give each id a name without a suffix; an id that had to be changed carries a few digits of its hash."""
    named: dict[str, str] = {}
    taken: set[str] = set()
    for each in sorted(set(ids)):
        name = _named(each)
        if name.casefold() in taken:
            name = f"{name}-{_digits(each)}"
        taken.add(name.casefold())
        named[each] = name
    return named


def _named(each: str) -> str:
    safe = _UNSAFE.sub("_", each).strip("._")[:_LONGEST]
    if safe and safe == each and not _RESERVED.fullmatch(safe):
        return safe
    return f"{safe or 'id'}-{_digits(each)}"


def _digits(each: str) -> str:
    return sha256(each.encode("utf-8", "surrogatepass")).hexdigest()[:8]
