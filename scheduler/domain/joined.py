"""What hangs together: things that were joined two by two, each with the one that stands for all of its part."""

from collections.abc import Hashable
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Joined(Generic[Thing]):
    """Parts that grow together (disjoint sets, each path halved whenever it is walked)."""

    def __init__(self) -> None:
        self._towards: dict[Thing, Thing] = {}

    def leader(self, thing: Thing) -> Thing:
        """The one that stands for the part of this one, which is a part of its own if nothing was joined to it."""
        towards = self._towards
        while (then := towards.setdefault(thing, thing)) != thing:
            towards[thing] = thing = towards[then]
        return thing

    def join(self, thing: Thing, other: Thing) -> None:
        """Both are in one part from now on; whoever stood for the first one's stands for it."""
        self._towards[self.leader(other)] = self.leader(thing)
