"""What a long run says while it works, and how it is told to stop."""

from typing import Protocol


class Progress(Protocol):
    """Who listens: the command line draws a bar, a service sends events, a test counts."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` steps begins."""

    def advance(self, n: int, placed_share: float | None = None, bound: int | None = None) -> None:
        """`n` more steps are done; the share of counted tasks placed so far (0 to 1) and the bound, once known."""

    def stop_requested(self) -> bool:
        """Tell whether to stop at the next safe point: Ctrl-C or a time limit. The best plan so far is kept."""


class Silence:
    """Nobody listens, nobody stops."""

    def stage(self, name: str, total: int) -> None: ...

    def advance(self, n: int, placed_share: float | None = None, bound: int | None = None) -> None: ...

    def stop_requested(self) -> bool:
        return False
