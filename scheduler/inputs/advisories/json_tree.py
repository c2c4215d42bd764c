"""JSON from strangers: limits on size, number and depth, and a walk that names the place of every wrong type."""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from scheduler.errors import Problem
from scheduler.inputs.problems import StructureError, structural

MOST_BYTES = 20_000_000
MOST_NODES = 2_000_000
MOST_DEPTH = 60

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""What moves a cursor, colours a terminal or turns the direction of reading: no name or sentence needs it."""

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


class Node:
    """A value of a JSON document, with its file and its path for messages."""

    __slots__ = ("_file", "_value", "path")

    def __init__(self, value: Json, file: str, path: str = "") -> None:
        self._value = value
        self._file = file
        self.path = path
        if path.count(".") + path.count("[") > MOST_DEPTH:
            raise self.fault(f"at most {MOST_DEPTH} levels", "nothing that means anything is so deep")

    def fault(self, expected: str, hint: str, found: str = "") -> StructureError:
        """The problem that this place is."""
        return StructureError(structural(self._file, expected, hint, column=self.path[:120], found=found))

    def has(self, key: str) -> bool:
        """Whether an object has a key with a value."""
        return isinstance(self._value, dict) and self._value.get(key) is not None

    def child(self, key: str) -> "Node":
        """What an object has under a key. Raises StructureError if this is no object, or has not got it."""
        found = self._object().get(key)
        if found is None:
            raise self._below(key).fault("a value", "the document lacks what its format requires")
        return Node(found, self._file, self._below(key).path)

    def text(self, key: str, default: str | None = None) -> str:
        """A text under a key; `default` where there is none. Raises StructureError if it is no text."""
        if default is not None and not self.has(key):
            self._object()
            return default
        node = self.child(key)
        if not isinstance(node._value, str):
            raise node.fault("a text", "write it in quotes", node._shown())
        return _plain(node._value)

    def number(self, key: str) -> float | None:
        """A number under a key, if there is one. Raises StructureError if it is no number."""
        if not self.has(key):
            return None
        node = self.child(key)
        if isinstance(node._value, bool) or not isinstance(node._value, int | float):
            raise node.fault("a number", "write it without quotes", node._shown())
        return float(node._value)

    def items(self, key: str) -> Iterator["Node"]:
        """What a list under a key holds; nothing where there is none. Raises StructureError if it is no list."""
        if not self.has(key):
            self._object()
            return
        node = self.child(key)
        if not isinstance(node._value, list):
            raise node.fault("a list", "write [ … ] around it", node._shown())
        for place, item in enumerate(node._value):
            yield Node(item, self._file, f"{node.path}[{place}]")

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list under a key."""
        return tuple(item._as_text() for item in self.items(key))

    def _as_text(self) -> str:
        if not isinstance(self._value, str):
            raise self.fault("a text", "write it in quotes", self._shown())
        return _plain(self._value)

    def _below(self, key: str) -> "Node":
        return Node(None, self._file, f"{self.path}.{key}" if self.path else key)

    def _object(self) -> "dict[str, Json]":
        if not isinstance(self._value, dict):
            raise self.fault("an object { … }", "the document is of another shape", self._shown())
        return self._value

    def _shown(self) -> str:
        if isinstance(self._value, dict | list):
            return type(self._value).__name__
        return self._value if isinstance(self._value, str) else json.dumps(self._value)


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def read_json(content: bytes, file: str) -> Node:
    """Read a JSON document as the root of a tree. Raises StructureError."""
    if len(content) > MOST_BYTES:
        raise _refused(file, f"at most {MOST_BYTES} bytes", "split it, or leave it out", f"{len(content)} bytes")
    nodes = content.count(b",") + content.count(b"[") + content.count(b"{")
    if nodes > MOST_NODES:
        raise _refused(file, f"at most {MOST_NODES} values", "split it, or leave it out", f"about {nodes} values")
    try:
        return Node(json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant), file)
    except UnicodeDecodeError as error:
        raise _refused(file, "a text in UTF-8", "save it as UTF-8") from error
    except RecursionError as error:
        raise _refused(file, f"at most {MOST_DEPTH} levels", "nothing that means anything is so deep") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}: {error.msg}"
        hint = "it may be cut off: fetch it again"
        raise _refused(file, "a whole JSON document", hint, where, error.lineno) from error
    except ValueError as error:
        raise _refused(file, "JSON with ordinary numbers", "fetch it again", str(error)) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _refused(file: str, expected: str, hint: str, found: str = "", row: int = 0) -> StructureError:
    problem: Problem = structural(file, expected, hint, found=found, row=row)
    return StructureError(problem)
