"""What people see: results on stdout, everything else on stderr; colour only for a terminal."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from scheduler.errors import InputError, Problem

SHOWN = 50
"""Problems on the screen; all of them go to a file."""

PROBLEMS_FILE = Path("htm-problems.txt")


def say(text: str) -> None:
    """Print a line of the result."""
    print(text)


def note(text: str) -> None:
    """Print a line for the person at the screen, not for the next program."""
    print(text, file=sys.stderr)


def say_json(result: Mapping[str, object]) -> None:
    """Print a result for other programs."""
    print(json.dumps(result, ensure_ascii=False, indent=2, sort_keys=True))


def show_problems(heading: str, problems: Iterable[Problem], all_in: Path | None) -> None:
    """Show the first problems on stderr; write all of them to `all_in` when they are more than a screen."""
    listed = list(problems)
    if not listed:
        return
    note(heading)
    for problem in listed[:SHOWN]:
        note(f"  {problem}")
    if len(listed) > SHOWN:
        where = ""
        if all_in is not None:
            all_in.write_text("".join(f"{problem}\n" for problem in listed), encoding="utf-8")
            where = f", all in {all_in}"
        note(f"  … and {len(listed) - SHOWN} more{where}")


def show_error(error: Exception) -> None:
    """Say what went wrong in words, never as a traceback."""
    if isinstance(error, InputError):
        show_problems(f"Nothing was done: {error}.", error.problems, PROBLEMS_FILE)
        return
    name = "" if str(error) else type(error).__name__
    note(f"htm: {error or name}")


def thousands(number: int) -> str:
    """Write a number with thin groups: 25 000."""
    return f"{number:,}".replace(",", " ")


def per_cent(part: int, whole: int) -> str:
    """Write a share with its numerator and denominator: 96.41 % (9 641 of 10 000)."""
    share = f"{100 * part / whole:.2f} %" if whole else "n/a"
    return f"{share} ({thousands(part)} of {thousands(whole)})"
