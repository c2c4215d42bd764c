"""Assets and entries of the network, of which a test says only what matters."""

from dataclasses import replace

from scheduler.domain.equipment import Answer, Asset
from scheduler.domain.ids import AssetTag
from scheduler.domain.security import NetworkRow
from tests.builders import an_asset

MAC = "02:00:5e:00:01:01"


def a_device(tag: str = "A-1", **said: object) -> Asset:
    """A networked pump of which nothing else is known."""
    known = {"serial_number": "", "networked": Answer.YES, **said}
    return replace(an_asset(tag), **known)  # type: ignore[arg-type]


def an_entry(row: int = 2, **said: object) -> NetworkRow:
    """An entry of which nothing is known."""
    blank = dict.fromkeys(("cmdb_id", "hostname", "mac", "serial_number", "make", "model"), "")
    return NetworkRow(row=row, risk_score=None, last_seen=None, **{**blank, **said})  # type: ignore[arg-type]


def tags(*names: str) -> tuple[AssetTag, ...]:
    return tuple(AssetTag(name) for name in names)
