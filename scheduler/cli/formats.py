"""`htm formats`: every table and column that the program reads; `--markdown` is how docs/formats.md is written."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.arguments import AsJson
from scheduler.cli.screen import say, say_json
from scheduler.errors import UsageError

if TYPE_CHECKING:
    from scheduler.inputs import ColumnFormat, KeyFormat, TableFormat


CONTRACTS = "contracts"
"""The list in programme.yaml whose keys are told beside the tables."""


def command(
    table: Annotated[str | None, typer.Argument(help="One table, or contracts; without it, all.")] = None,
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print as Markdown tables.")] = False,
) -> None:
    """Print the columns of the input tables: meaning, unit, allowed values, what a blank means, example."""
    from scheduler.inputs import contract_formats, formats

    tables = [each for each in formats() if table in (None, each.name)]
    keys = contract_formats() if table in (None, CONTRACTS) else ()
    if not tables and not keys:
        names = [*(each.name for each in formats()), CONTRACTS]
        raise UsageError(f'There is no table "{table}"; there are {", ".join(names)}.')
    if as_json:
        told: dict[str, object] = {each.name: asdict(each) for each in tables}
        say_json(told | ({CONTRACTS: {"keys": [asdict(key) for key in keys]}} if keys else {}))
        return
    for each in tables:
        for line in _in_markdown(each) if markdown else _in_words(each):
            say(line)
    for line in _keys_in_markdown(keys) if markdown else _keys_in_words(keys):
        say(line)


def _in_words(table: "TableFormat") -> Iterator[str]:
    yield f"{table.name}: {table.meaning}{'' if table.needed else f' Absent: {table.absent}'}"
    for column in table.columns:
        mark = "*" if column.name in table.key else " "
        yield f" {mark} {column.name:20} {column.meaning}"
        yield from (f"{'':24} {name}: {text}" for name, text in _details(column))
    yield ""


def _in_markdown(table: "TableFormat") -> Iterator[str]:
    yield from (f"## {table.name}", "", table.meaning)
    if not table.needed:
        yield f"If the table is absent: {table.absent}"
    yield from ("", "| column | meaning | |", "|---|---|---|")
    for column in table.columns:
        name = f"**{column.name}**" if column.name in table.key else column.name
        details = "; ".join(f"{name}: {text}" for name, text in _details(column))
        yield "| " + " | ".join(text.replace("|", "\\|") for text in (name, column.meaning, details)) + " |"
    yield ""


def _details(column: "ColumnFormat") -> Iterator[tuple[str, str]]:
    """What there is to say of a column beside its meaning."""
    named = (
        ("allowed", column.allowed),
        ("unit", column.unit),
        ("blank", "required" if column.required else column.blank),
        ("unknown", column.unknown),
        ("not applicable", column.not_applicable),
        ("example", column.example),
    )
    return ((name, text) for name, text in named if text)


def _keys_in_words(keys: "Sequence[KeyFormat]") -> Iterator[str]:
    if keys:
        yield "contracts: the service agreements, a list in programme.yaml. A key that is not given is named as a gap."
    for key in keys:
        yield f" {'*' if key.required else ' '} {key.key}"
        yield f"{'':24} {key.meaning}"
        yield f"{'':24} allowed: {key.allowed}"


def _keys_in_markdown(keys: "Sequence[KeyFormat]") -> Iterator[str]:
    if keys:
        yield from ("## contracts in programme.yaml", "", "The service agreements: a list. Keys in bold are required;")
        yield from ("any other that is not given is a gap, which the appendix names.", "")
        yield from ("| key | meaning | allowed |", "|---|---|---|")
    for key in keys:
        name = f"**{key.key}**" if key.required else key.key
        yield "| " + " | ".join(text.replace("|", "\\|") for text in (name, key.meaning, key.allowed)) + " |"
