"""YAML as a tree of texts with line numbers: no aliases, no tags, no repeated keys, nothing guessed about types."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from scheduler.errors import Problem
from scheduler.inputs.problems import StructureError, structural

MOST_BYTES = 2_000_000
MOST_DEPTH = 12
MOST_NODES = 200_000
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document whose leaves are all texts; `lines` says where each key and item stands, from 1."""

    root: "dict[str, Tree]"
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of a path, or of what is nearest around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the keys of a document stand, for faults that only other files show."""

    file: str
    document: Document

    def problem(self, path: Path, expected: str, hint: str, found: str = "") -> Problem:
        """Return a fault of one key."""
        column = ".".join(str(part) for part in path)
        return structural(self.file, expected, hint, row=self.document.line(path), column=column, found=found)


def read_document(content: bytes, file: str) -> Document:
    """Read a YAML file. Raises StructureError."""
    text = _decoded(content, file)
    grower = _Grower(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            grower.take(event)
    except yaml.YAMLError as error:
        raise StructureError(_not_yaml(error, file)) from error
    root = grower.root
    if root == "":
        root = {}
    if not isinstance(root, dict):
        raise StructureError(structural(file, "keys with values, such as name: My hospital", "begin with name:", row=1))
    return Document(root, grower.lines)


def _decoded(content: bytes, file: str) -> str:
    if len(content) > MOST_BYTES:
        found = f"{len(content)} bytes"
        raise StructureError(
            structural(file, f"at most {MOST_BYTES} bytes", "keep tables in files of their own", found=found)
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise StructureError(structural(file, "text in UTF-8", "save the file as UTF-8", row=row)) from error


def _not_yaml(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    row = mark.line + 1 if mark else 0
    return structural(file, f"YAML; {said}", "check indentation, colons and quotes on this line", row=row)


class _Grower:
    """Grows the tree from the parser's events; never recursive, so that depth cannot break it."""

    def __init__(self, file: str) -> None:
        self.root: Tree = ""
        self.lines: dict[Path, int] = {}
        self._file = file
        self._open: list[tuple[Path, list[Tree] | dict[str, Tree]]] = []
        self._key: list[str | None] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        row = event.start_mark.line + 1
        self._refuse_tricks(event, row)
        if isinstance(event, yaml.ScalarEvent):
            self._place_scalar(event, row)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._begin([], row)
        elif isinstance(event, yaml.MappingStartEvent):
            self._begin({}, row)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()
            self._key.pop()

    def _refuse_tricks(self, event: Any, row: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(
                row, "no anchors (&) and aliases (*)", "write the value out; quote a text that begins with * or &"
            )
        if getattr(event, "tag", None):
            self._refuse(row, "no tags (!)", "remove the tag; quote a text that begins with !", event.tag)
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse(row, "one document", "remove the line --- and what follows it")
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._refuse(row, f"at most {MOST_NODES} entries", "keep tables in files of their own")

    def _place_scalar(self, event: Any, row: int) -> None:
        parent = self._open[-1][1] if self._open else None
        if isinstance(parent, dict) and self._key[-1] is None:
            self._take_key(event.value, parent, row)
            return
        plain_null = event.value in _NULLS and event.implicit[0]
        self._place("" if plain_null else event.value, row)

    def _take_key(self, key: str, parent: "dict[str, Tree]", row: int) -> None:
        if key in parent:
            first = self.lines[(*self._open[-1][0], key)]
            self._refuse(row, f"each key once; line {first} has it too", "remove one of the two", key)
        self._key[-1] = key

    def _begin(self, container: "list[Tree] | dict[str, Tree]", row: int) -> None:
        if self._open and isinstance(self._open[-1][1], dict) and self._key[-1] is None:
            self._refuse(row, "a text as key", "write a word before the colon")
        path = self._place(container, row)
        self._open.append((path, container))
        self._key.append(None)
        if len(self._open) > MOST_DEPTH:
            self._refuse(row, f"at most {MOST_DEPTH} levels", "flatten the structure")

    def _place(self, node: Tree, row: int) -> Path:
        if not self._open:
            self.root = node
            return ()
        path, parent = self._open[-1]
        if isinstance(parent, list):
            place: str | int = len(parent)
            parent.append(node)
        else:
            place = str(self._key[-1])
            parent[place] = node
            self._key[-1] = None
        self.lines[(*path, place)] = row
        return (*path, place)

    def _refuse(self, row: int, expected: str, hint: str, found: str = "") -> None:
        raise StructureError(structural(self._file, expected, hint, row=row, found=found))
