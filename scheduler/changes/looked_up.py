"""Names in a setting looked up in the programme; a name that is not there is told with the nearest one."""

from collections.abc import Collection
from difflib import get_close_matches

from scheduler.errors import UsageError

EVERYBODY = "*"


def known(what: str, name: str, names: Collection[str]) -> None:
    """Raise UsageError unless the name is one of them."""
    if name not in names:
        near = get_close_matches(name, names, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise UsageError(f'There is no {what} "{name}" in the programme.{hint}')


def quoted(*parts: object) -> str:
    """Words of a setting; those with spaces in quotes."""
    return " ".join(f'"{part}"' if set(str(part)) & set(" ;") or not str(part) else str(part) for part in parts)
