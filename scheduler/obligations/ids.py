"""Ids of tasks, derived from what they are: the same obligation has the same id in every run."""

import re
from base64 import b32encode
from hashlib import sha256

from scheduler.domain.ids import AssetTag, ProcedureName, TaskId

_BYTES_KEPT = 10
"""80 bits: among a million tasks two meet by chance once in a million million programmes."""

_PREFIX_LENGTH = 12


def task_id(tag: AssetTag, procedure: ProcedureName, occurrence: str) -> TaskId:
    """Name one occurrence of a procedure on an asset: readable letters of the tag, then a digest of all three."""
    digest = sha256("\x1f".join((tag, procedure, occurrence)).encode()).digest()[:_BYTES_KEPT]
    readable = re.sub("[^A-Za-z0-9]+", "-", tag)[:_PREFIX_LENGTH].strip("-")
    return TaskId(f"{readable or 'task'}-{b32encode(digest).decode().lower()}")
