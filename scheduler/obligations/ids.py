"""Ids of tasks, derived from what they are: the same obligation has the same id in every run."""

import re
from functools import lru_cache
from hashlib import sha256

from scheduler.domain.ids import AssetTag, ProcedureName, TaskId

_BYTES_KEPT = 10
"""80 bits: among a million tasks two meet by chance once in a million million programmes."""

_PREFIX_LENGTH = 12
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)
"""Base 32 (RFC 4648) in small letters, two letters for ten bits."""
_SHIFTS = range(_BYTES_KEPT * 8 - 10, -1, -10)


def task_id(tag: AssetTag, procedure: ProcedureName, occurrence: str) -> TaskId:
    """Name one occurrence of a procedure on an asset: readable letters of the tag, then a digest of all three."""
    digest = sha256("\x1f".join((tag, procedure, occurrence)).encode()).digest()[:_BYTES_KEPT]
    number = int.from_bytes(digest, "big")
    return TaskId(f"{_readable(tag)}-{''.join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])}")


@lru_cache(maxsize=1 << 16)
def _readable(tag: AssetTag) -> str:
    return re.sub("[^A-Za-z0-9]+", "-", tag)[:_PREFIX_LENGTH].strip("-") or "task"
