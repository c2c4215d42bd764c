"""An appendix as JSON: every cell with its value, the text that is printed and the rows it comes from."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from scheduler.outputs.appendix.earlier import SCHEMA_VERSION
from scheduler.outputs.appendix.paper import Cell, Paper, Row, Section, Several, State, Table, Value, Word
from scheduler.outputs.appendix.words import Wording


def write_json_file(paper: Paper, wording: Wording, path: Path) -> None:
    """Write the JSON, a row of a table on a line of its own; its schema is `appendix.schema.json`."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_written(paper, wording))


def _written(paper: Paper, wording: Wording) -> Iterator[str]:
    head = json.dumps(_head(paper, wording), ensure_ascii=False, indent=1)
    yield head.removesuffix("\n}") + ',\n "front": '
    yield from _sections(paper.front, wording)
    yield ',\n "parts": ['
    for number, part in enumerate(paper.parts, start=1):
        opening = {"key": part.key, "number": number, "heading": wording.say(part.heading)}
        yield ("," if number > 1 else "") + "\n" + _opened(opening) + ', "sections": '
        yield from _sections(part.sections, wording)
        yield "}"
    yield "\n]\n}\n"


def _head(paper: Paper, wording: Wording) -> Mapping[str, object]:
    return {
        "schema_version": SCHEMA_VERSION,
        "contract": paper.contract or None,
        "version": paper.version or None,
        "issue": paper.issue,
        "title": wording.say(paper.title),
        "subtitle": [wording.say(each) for each in paper.subtitle],
        "language": paper.language,
        "on": paper.on.isoformat(),
        "fingerprint": paper.fingerprint,
    }


def _opened(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False).removesuffix("}")


def _sections(sections: tuple[Section, ...], wording: Wording) -> Iterator[str]:
    yield "["
    for number, section in enumerate(sections):
        heading = None if section.heading is None else wording.say(section.heading)
        opening = {"heading": heading, "paragraphs": [wording.say(each) for each in section.paragraphs]}
        yield ("," if number else "") + "\n" + _opened(opening) + ', "tables": ['
        for place, table in enumerate(section.tables):
            yield "," if place else ""
            yield from _table(table, wording)
        yield "]}"
    yield "]"


def _table(table: Table, wording: Wording) -> Iterator[str]:
    opening = {
        "key": table.key,
        "caption": wording.say(table.caption),
        "columns": [{"key": column.key, "heading": wording.say(column.heading)} for column in table.columns],
        "identity": list(table.identity),
        "compared": table.compared,
        "is_asset_list": table.is_asset_list,
    }
    yield "\n" + _opened(opening) + ', "rows": ['
    for number, row in enumerate(table.rows):
        yield ("," if number else "") + "\n" + json.dumps(_row(row, wording), ensure_ascii=False)
    yield "\n]}"


def _row(row: Row, wording: Wording) -> Mapping[str, object]:
    return {"source": [str(each) for each in row.sources], "cells": [_cell(cell, wording) for cell in row.cells]}


def _cell(cell: Cell, wording: Wording) -> Mapping[str, object]:
    written: dict[str, object] = {"text": wording.say(cell.value), **_typed(cell.value)}
    if cell.sources:
        written["source"] = [str(each) for each in cell.sources]
    return written


def _typed(value: Value) -> Mapping[str, object]:
    """Say what the text stands for, the same in every language; nothing for the hospital's own text."""
    match value:
        case str():
            return {}
        case int():
            return {"number": value}
        case Decimal():
            return {"number": float(value)}
        case date():
            return {"date": value.isoformat()}
        case State():
            return {"state": value.value}
        case Word() | Several():
            return {"phrase": neutral(value)}


def neutral(value: Value) -> str:
    """Write a value without a language, so that versions in two languages can be compared."""
    match value:
        case Word():
            named = ", ".join(f"{name}={neutral(each)}" for name, each in value.named)
            return f"{value.key}({named})" if named else value.key
        case Several():
            return f" {value.apart} ".join(neutral(each) for each in value.values)
        case State():
            return value.value
        case date():
            return value.isoformat()
        case _:
            return str(value)
