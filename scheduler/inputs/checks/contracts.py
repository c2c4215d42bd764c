"""Agreements of programme.yaml beside the tables: the sites, modalities and assets they name, who answers for work."""

from collections.abc import Iterator, Sequence

from scheduler.domain.agreement import Contract
from scheduler.inputs.names import NameKind, fold
from scheduler.inputs.settings.tree import Path, Places
from scheduler.inputs.sheet import Row
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables import coverage, procedures


def check_contracts(sheets: Sheets, contracts: Sequence[Contract], places: Places | None) -> None:
    """Note names that no table has, agreements about no asset, and procedures for which nobody answers."""
    if places is None:
        return
    for number, contract in enumerate(contracts):
        _check_names(sheets, contract, ("contracts", number), places)
    if sheets.readable(coverage.COVERAGE):
        _warn_of_empty(sheets, contracts, places)
    for row in sheets[procedures.PROCEDURES].having(
        procedures.KIND, procedures.RESPONSIBLE, procedures.ACCOUNTABLE, procedures.CONSULTED, procedures.INFORMED
    ):
        _check_procedure(row, contracts)


def _check_names(sheets: Sheets, contract: Contract, at: Path, places: Places) -> None:
    for path, kind, written in _names(contract):
        names = sheets.lexicon.names[kind]
        if names.shown(written) is None:
            near = names.nearest(written)
            hint = f'did you mean "{near}"?' if near else f"add it to {kind.table} or correct it here"
            problem = places.problem((*at, *path), f"{kind.what} of {kind.table}", hint, written)
            sheets.problems.structural.append(problem)


def _names(contract: Contract) -> Iterator[tuple[Path, NameKind, str]]:
    for place, times in enumerate(contract.service_levels.response):
        if times.modality is not None:
            yield ("service_levels", "response", place, "modality"), NameKind.MODALITY, times.modality
    for modality in contract.service_levels.uptime.by_modality:
        yield ("service_levels", "uptime", "by_modality", modality), NameKind.MODALITY, modality
    for place, target in enumerate(contract.correlation):
        if target.site is not None:
            yield ("correlation", place, "site"), NameKind.SITE, target.site


def _warn_of_empty(sheets: Sheets, contracts: Sequence[Contract], places: Places) -> None:
    covered = {fold(row[coverage.CONTRACT]) for row in sheets[coverage.COVERAGE].having(coverage.CONTRACT)}
    for number, contract in enumerate(contracts):
        if fold(contract.contract) not in covered:
            path: Path = ("contracts", number, "contract")
            expected = "a contract of the table coverage, which says what it is about"
            hint = "add its rows to coverage, or correct the name"
            sheets.problems.warnings.append(places.problem(path, expected, hint, contract.contract))


def _check_procedure(row: Row, contracts: Sequence[Contract]) -> None:
    """Warn unless a procedure has exactly one who is accountable, and somebody who is responsible.

    What its own row leaves blank is as the matrix of an agreement says for its kind. Agreements without a matrix are
    named once, and not for each procedure.
    """
    responsible, accountable = row[procedures.RESPONSIBLE], row[procedures.ACCOUNTABLE]
    if len(accountable) > 1:
        row.warn(procedures.ACCOUNTABLE, "exactly one party that answers for it", "keep one; consult or inform others")
    kind = row[procedures.KIND]
    with_matrix = [contract for contract in contracts if contract.assignments]
    partly = bool(responsible or accountable or row[procedures.CONSULTED] or row[procedures.INFORMED])
    for column, said, name, expected in (
        (procedures.RESPONSIBLE, responsible, "responsible", "at least one party that does it"),
        (procedures.ACCOUNTABLE, accountable, "accountable", "exactly one party that answers for it"),
    ):
        if said or not (partly or with_matrix):
            continue
        lacking = [
            contract.contract
            for contract in with_matrix
            if not ((entry := contract.assignments.get(kind)) and getattr(entry, name))
        ]
        if lacking or not with_matrix:
            where = f"; responsibilities.{kind} of {', '.join(lacking)} has none" if lacking else ""
            row.warn(column, expected + where, "fill in the column, or responsibilities of the contract")
