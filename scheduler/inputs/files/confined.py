"""Readers that hostile files can break run in a child process with limits on memory and time."""

import subprocess
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 90


class Ending(Enum):
    """How a child that gave no result ended."""

    TOO_SLOW = "it takes too long to read"
    BROKE = "it breaks its reader"


class ChildError(Exception):
    """The child gave no result; `said` is its own sentence, if it left one."""

    def __init__(self, ending: Ending, said: str = "") -> None:
        super().__init__(said or ending.value)
        self.ending = ending
        self.said = said


def run_confined(script: str, arguments: Sequence[str], given: str = "", seconds: int = MOST_SECONDS) -> str:
    """Run a script that lies beside this module and return what it prints. Raises ChildError.

    The script sets its own limits first; a fault that it understands it says on stderr, and exits with 3.
    """
    command = [sys.executable, "-P", str(Path(__file__).with_name(script)), str(MOST_MEMORY), *arguments]
    try:
        done = subprocess.run(command, input=given.encode(), capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise ChildError(Ending.TOO_SLOW) from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip() if done.returncode == 3 else ""
        raise ChildError(Ending.BROKE, said)
    return done.stdout.decode("utf-8")
