"""`htm doctor`: is this machine able to run the program."""

import platform
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from scheduler.cli.arguments import AsJson
from scheduler.cli.screen import say, say_json
from scheduler.errors import SchedulerError

NEEDED = {
    "ortools": "ortools",
    "pandas": "pandas",
    "icalendar": "icalendar",
    "yaml": "pyyaml",
    "docx": "python-docx",
    "typst": "typst",
}


def command(as_json: AsJson = False) -> None:
    """Say which versions are here, and whether each needed package loads."""
    states = {"python": platform.python_version(), "htm-scheduler": _version("htm-scheduler")}
    states |= {package: _state(module, package) for module, package in NEEDED.items()}
    if as_json:
        say_json(dict(states))
    else:
        for name, state in states.items():
            say(f"{name:16}{state}")
    broken = [name for name, state in states.items() if state.startswith("broken")]
    if broken or sys.version_info < (3, 11):
        raise SchedulerError(f"Not ready: {', '.join(broken) or 'Python 3.11 or newer is needed'}.")


def _state(module: str, package: str) -> str:
    try:
        import_module(module)
    except ImportError as error:
        return f"broken: {error}"
    return _version(package)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "broken: not installed"
