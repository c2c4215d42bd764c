"""The names that the tables of a programme define, gathered before any other cell is read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scheduler.domain.ids import IN_HOUSE
from scheduler.inputs.columns import Column, Table
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.names import NameKind
from scheduler.inputs.raw import RawTable
from scheduler.inputs.tables import (
    assets,
    departments,
    instruments,
    modalities,
    models,
    performers,
    procedures,
    sites,
    technicians,
)

_DEFINING: tuple[tuple[NameKind, Table, Column[object]], ...] = (
    (NameKind.SITE, sites.SITES, sites.SITE),
    (NameKind.DEPARTMENT, departments.DEPARTMENTS, departments.DEPARTMENT),
    (NameKind.MODALITY, modalities.MODALITIES, modalities.MODALITY),
    (NameKind.PROCEDURE, procedures.PROCEDURES, procedures.PROCEDURE),
    (NameKind.ASSET, assets.ASSETS, assets.ASSET_TAG),
    (NameKind.TECHNICIAN, technicians.TECHNICIANS, technicians.TECHNICIAN),
    (NameKind.PERFORMER, performers.PERFORMERS, performers.PERFORMER),
    (NameKind.SKILL, technicians.SKILLS, technicians.SKILL),
    (NameKind.INSTRUMENT, instruments.INSTRUMENTS, instruments.INSTRUMENT),
    (NameKind.INSTRUMENT_CLASS, instruments.INSTRUMENTS, instruments.CLASS),
)


def lexicon_of(
    tables: Mapping[str, RawTable], make_aliases: Mapping[str, str], unreadable: frozenset[str] = frozenset()
) -> Lexicon:
    """Return the names of all tables; where a key table cannot be read, every name passes."""
    lexicon = Lexicon.empty(make_aliases)
    lexicon.names[NameKind.PERFORMER].add(IN_HOUSE)
    for kind, table, column in _DEFINING:
        if (texts := _texts(tables, table, column)) is not None:
            for text in texts:
                lexicon.names[kind].add(text)
        elif table.name in unreadable:
            lexicon.names[kind].open()
    return _with_models(_with_plain_modalities(lexicon, tables), tables)


def _texts(tables: Mapping[str, RawTable], table: Table, column: Column[object]) -> Iterator[str] | None:
    raw = tables.get(table.name)
    if raw is None or column.name not in raw.columns:
        return None
    words = raw.columns[column.name].words
    return (words[code] for code in raw.columns[column.name].used() if words[code].strip())


def _with_plain_modalities(lexicon: Lexicon, tables: Mapping[str, RawTable]) -> Lexicon:
    """Without a table of modalities, those that models names are the ones there are."""
    if modalities.MODALITIES.name not in tables:
        for text in _texts(tables, models.MODELS, models.MODALITY) or ():
            lexicon.names[NameKind.MODALITY].add(text)
    return lexicon


def _with_models(lexicon: Lexicon, tables: Mapping[str, RawTable]) -> Lexicon:
    raw = tables.get(models.MODELS.name)
    if raw is None or not {models.MAKE.name, models.MODEL.name} <= raw.columns.keys():
        lexicon.names[NameKind.MAKE].open()
        return replace(lexicon, open_models=True)
    makes, names = raw.columns[models.MAKE.name], raw.columns[models.MODEL.name]
    for make, model in dict.fromkeys(zip(makes.texts(), names.texts(), strict=True)):
        if make.strip() and model.strip():
            lexicon.add_model(make, model)
    return lexicon
