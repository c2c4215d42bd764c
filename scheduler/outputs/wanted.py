"""Which appendices of the contract are asked for."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """Without a `contract` the whole programme's appendix, and one for each agreement.

    `against`: an earlier appendix.json, or a folder of appendices. `language` "": those that the agreement names.
    """

    contract: str = ""
    against: Path | None = None
    language: str = ""
