"""What a change is: it makes another programme of a programme, and can be written down."""

from collections.abc import Iterable
from typing import Protocol

from scheduler.domain.programme import Programme


class Change(Protocol):
    """One thing that is different. `text` is what `--set` reads back."""

    @property
    def text(self) -> str:
        """The change as `--set` takes it."""

    def applied(self, programme: Programme) -> Programme:
        """The programme with it. Raises UsageError if it speaks of something that is not there."""


def changed(programme: Programme, changes: Iterable[Change]) -> Programme:
    """The programme with all changes, one after the other."""
    for change in changes:
        programme = change.applied(programme)
    return programme
