"""Bytes kept once by their SHA-256, packed so that a server can send them as they are (gzip, no name, no time)."""

import gzip
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TypeVar

from sqlalchemy import Connection, insert, select

from scheduler.store.schema import content

Each = TypeVar("Each")
_AT_ONCE = 500


def digest_of(data: bytes) -> str:
    """Return the SHA-256 in hex."""
    return sha256(data).hexdigest()


def packed(data: bytes) -> bytes:
    """Pack bytes; the same bytes give the same packing."""
    return gzip.compress(data, compresslevel=6, mtime=0)


def unpacked(data: bytes) -> bytes:
    """Undo `packed`."""
    return gzip.decompress(data)


def keep(connection: Connection, contents: Iterable[bytes]) -> None:
    """Write what is not there yet."""
    by_digest = {digest_of(each): each for each in contents}
    there = {digest for part in _parts(sorted(by_digest)) for digest in _found(connection, part)}
    new = [
        {"digest": digest, "gzipped": packed(each), "size": len(each)}
        for digest, each in sorted(by_digest.items())
        if digest not in there
    ]
    for part in _parts(new):
        connection.execute(insert(content), part)


def _found(connection: Connection, digests: list[str]) -> Iterable[str]:
    return connection.execute(select(content.c.digest).where(content.c.digest.in_(digests))).scalars()


def _parts(rows: list[Each]) -> Iterator[list[Each]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
