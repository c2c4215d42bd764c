"""What assets and entries of the network are compared by: identifiers without the signs that people add to them."""

import re
from functools import lru_cache

from scheduler.domain.equipment import Asset
from scheduler.domain.security import NetworkRow

SHORTEST_SURE_SERIAL = 6
"""A shorter serial number is a device's own only within its make."""

_NOT_ALNUM = re.compile(r"[^0-9a-z]+")
_HEX12 = re.compile(r"[0-9a-f]{12}")
_DIGITS = re.compile(r"[0-9]+")
_NO_NAME = frozenset({"", "na", "none", "unknown", "unk", "tbd", "nil", "null"})
_NO_MAC = frozenset({"000000000000", "ffffffffffff"})


def identifier(text: str) -> str:
    """Fold an identifier to letters and digits; empty if it only says that there is none."""
    folded = _NOT_ALNUM.sub("", text.casefold()) if text.isascii() else "".join(text.casefold().split())
    return "" if folded in _NO_NAME or (len(set(folded)) == 1 and folded in "000000000000xxxxxxxxxxxx") else folded


def hardware_address(text: str) -> str:
    """Return the twelve digits of a MAC address, whatever stands between them; empty if it is none."""
    digits = re.sub(r"[\s:.\-]", "", text.casefold())
    return digits if _HEX12.fullmatch(digits) and digits not in _NO_MAC else ""


def host(text: str) -> str:
    """Return a name on the network without its domain and signs."""
    return identifier(text.partition(".")[0])


@lru_cache(maxsize=100_000)
def numbers(text: str) -> tuple[str, ...]:
    """Return the numbers in a text in order, without leading zeros: pump-4w-07 has 4 and 7."""
    return tuple(digits.lstrip("0") or "0" for digits in _DIGITS.findall(text))


def cmdb_id(side: Asset | NetworkRow) -> str:
    return identifier(side.cmdb_id)


def serial_number(side: Asset | NetworkRow) -> str:
    """Return the serial number; a short one with its make, without which it says nothing."""
    serial = plain_serial_number(side)
    if not serial or len(serial) >= SHORTEST_SURE_SERIAL:
        return serial
    make = identifier(side.make)
    return f"{serial} {make}" if make else ""


def plain_serial_number(side: Asset | NetworkRow) -> str:
    return identifier(side.serial_number)


def mac(side: Asset | NetworkRow) -> str:
    return hardware_address(side.mac)
