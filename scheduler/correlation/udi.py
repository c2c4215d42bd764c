"""Unique device identifiers: what a code on a device says, and whether it can be true."""

from dataclasses import dataclass
from enum import StrEnum

_HIBCC = "+"
_ICCBBA = ("=", "&")
_DEVICE_IDENTIFIER = "01"
LONGEST = 150
_GTIN_LENGTHS = (8, 12, 13, 14)


class UdiVerdict(StrEnum):
    """What can be said of a code."""

    VALID = "valid"
    NOT_CHECKED = "not_checked"
    """Of an issuer whose codes are not checked here: HIBCC (begins with +) or ICCBBA (begins with = or &)."""
    NOT_VALID = "not_valid"


@dataclass(frozen=True, slots=True)
class Udi:
    """A code as read. `device_identifier`: the GTIN, which tells make and model; `fault`: why it is not valid."""

    verdict: UdiVerdict
    device_identifier: str = ""
    fault: str = ""


def read_udi(code: str) -> Udi:
    """Read a GS1 code with parentheses or as scanned; the device identifier alone is enough."""
    text = "".join(code.split())
    if not text.isascii() or not text.isprintable() or len(text) > LONGEST:
        return _not_valid(f"a code has at most {LONGEST} letters, digits and signs of ASCII")
    if text.startswith((_HIBCC, *_ICCBBA)):
        return Udi(UdiVerdict.NOT_CHECKED)
    if text.isdigit() and len(text) in _GTIN_LENGTHS:
        return _device_identifier(text)
    return _element_strings(text)


def _device_identifier(text: str) -> Udi:
    from biip import ParseError
    from biip.gtin import Gtin

    try:
        return Udi(UdiVerdict.VALID, Gtin.parse(text).as_gtin_14())
    except ParseError as error:
        return _not_valid(str(error))


def _element_strings(text: str) -> Udi:
    from biip import ParseError
    from biip.gs1_messages import GS1Message

    try:
        read = GS1Message.parse_hri(text) if text.startswith("(") else GS1Message.parse(text)
    except (ParseError, ValueError) as error:
        return _not_valid(str(error))
    found = [element for element in read.element_strings if element.ai.ai == _DEVICE_IDENTIFIER]
    if not found:
        return _not_valid("it has no device identifier (01)")
    if found[0].gtin is None:
        return _not_valid(found[0].gtin_error or "its device identifier (01) is no GTIN")
    return Udi(UdiVerdict.VALID, found[0].gtin.as_gtin_14())


def _not_valid(said: str) -> Udi:
    return Udi(UdiVerdict.NOT_VALID, fault=said[:LONGEST].rstrip(". "))
