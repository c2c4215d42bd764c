"""Conditional requests (RFC 9110 section 13) and content codings (section 12.5.3): what the client has and can read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def holds(if_none_match: str, etags: Sequence[str]) -> bool:
    """Tell whether a list of entity tags names one of these (unquoted), by weak comparison."""
    if if_none_match.strip() == "*":
        return True
    found = (part.strip().removeprefix("W/").strip() for part in if_none_match.split(","))
    return any(part[:1] == '"' == part[-1:] and part[1:-1] in etags for part in found if len(part) > 2)


def is_unchanged(if_modified_since: str, changed_at: datetime) -> bool:
    """Tell whether nothing changed since that date; a date that cannot be read says nothing."""
    try:
        since = parsedate_to_datetime(if_modified_since)
        since = since if since.tzinfo else since.replace(tzinfo=UTC)
        return changed_at.replace(microsecond=0) <= since
    except (ValueError, TypeError, OverflowError, IndexError):
        return False


def reads_gzip(accept_encoding: str) -> bool:
    """Tell whether the client takes gzip; a quality of 0 refuses it."""
    qualities = dict(_coding(part) for part in accept_encoding.lower().split(",") if part.strip())
    return qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0.0))) > 0


def _coding(part: str) -> tuple[str, float]:
    name, *parameters = (each.strip() for each in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return name, float(value)
            except ValueError:
                return name, 0.0
    return name, 1.0
