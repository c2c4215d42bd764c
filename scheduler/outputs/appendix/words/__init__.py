"""The catalogue of words: all fixed text of an appendix by language, and how values are written in it."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

from scheduler.outputs.appendix.paper import Several, State, Value, Word
from scheduler.outputs.words import without_controls

LANGUAGES = ("en", "es")
_PLACE = re.compile(r"\{(\w+)\}")
Entry = str | Mapping[str, str]
"""A sentence, or `one` and `other`, chosen by the place `n`."""


class Wording:
    """Writes values in one language. Raises KeyError for a key that the catalogue lacks."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.entries = entries(language)
        self._months = str(self.entries["date.months"]).split()
        self._day = str(self.entries["date.day"])
        self._point = str(self.entries["number.point"])
        self._group = str(self.entries["number.group"])
        self._said: dict[Word, str] = {}

    def say(self, value: Value) -> str:
        """Write a value as a document prints it."""
        match value:
            case str():
                return value
            case int() | Decimal():
                return self._figure(value)
            case date():
                return self._day.format(day=value.day, month=self._months[value.month - 1], year=value.year)
            case State():
                return str(self.entries[f"state.{value.value}"])
            case Several():
                return str(self.entries[f"apart.{value.apart}"]).join(self.say(each) for each in value.values)
            case Word():
                if value not in self._said:
                    self._said[value] = self._sentence(value)
                return self._said[value]

    def _sentence(self, value: Word) -> str:
        named = dict(value.named)
        entry = self.entries[value.key]
        if isinstance(entry, Mapping):
            entry = entry["one" if named["n"] == 1 else "other"]
        return _PLACE.sub(lambda place: self.say(named[place[1]]), entry)

    def _figure(self, figure: int | Decimal) -> str:
        said = f"{figure:,}"
        return said.replace(",", "\0").replace(".", self._point).replace("\0", self._group)


@cache
def entries(language: str) -> Mapping[str, Entry]:
    """Read the catalogue of a language. Raises ValueError where a key stands twice."""
    found: dict[str, Entry] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda each: each.name):
        if not file.name.endswith(f".{language}.yaml"):
            continue
        for key, entry in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if key in found:
                raise ValueError(f"The words of {language} have {key} twice, once in {file.name}.")
            found[key] = entry
    return found


def shown(text: str) -> str:
    """Return what a document can show of a text."""
    return without_controls(text)
