"""Part: change history against an earlier issue, row by row, and the signatures."""

from collections.abc import Iterable

from scheduler.domain.agreement import Contract
from scheduler.outputs.appendix.comparing import Change
from scheduler.outputs.appendix.earlier import EarlierPaper
from scheduler.outputs.appendix.paper import (
    Apart,
    Cell,
    Column,
    Part,
    Row,
    Section,
    Source,
    State,
    Table,
    Value,
    given,
    several,
    word,
)
from scheduler.outputs.appendix.subject import Subject


def part(subject: Subject, issue: int, earlier: EarlierPaper | None, changes: Iterable[Change]) -> Part:
    """Say what is different from the earlier issue; without one, that there is nothing to compare with."""
    found = list(changes)
    versions = Section(word("changes.issues"), (), (_issues(subject, issue, earlier),))
    signatures = Section(word("changes.signatures"), (word("changes.signatures_intro"),), (_signatures(subject),))
    return Part("changes", (versions, history(earlier, found), signatures))


def history(earlier: EarlierPaper | None, changes: list[Change]) -> Section:
    """Return the changes, those of asset lists in a table of their own."""
    if earlier is None:
        return Section(word("changes.heading"), (word("changes.first_issue"),))
    said = word("changes.intro", issue=earlier.issue, day=earlier.on)
    return Section(
        word("changes.heading"),
        (said,),
        (
            _table("changes", [each for each in changes if not each.is_asset_list], is_asset_list=False),
            _table("asset_changes", [each for each in changes if each.is_asset_list], is_asset_list=True),
        ),
    )


def _issues(subject: Subject, issue: int, earlier: EarlierPaper | None) -> Table:
    facts, contract = subject.facts, subject.contract
    rows = [
        _issue(
            issue,
            version_said(contract),
            facts.today,
            facts.programme.fingerprint,
            Source("programme.yaml", "contracts"),
        )
    ]
    if earlier is not None:
        source = Source("earlier appendix.json", "issue")
        was: Value = given(earlier.version or "", _without_version(contract))
        rows.append(_issue(earlier.issue, was, earlier.on, earlier.fingerprint, source))
    return Table(
        "issues",
        word("changes.issues_caption"),
        (Column("issue", 25), Column("version", 35), Column("as_of", 40), Column("fingerprint", 160)),
        tuple(rows),
        ("issue",),
        compared=False,
    )


def version_said(contract: Contract | None) -> Value:
    """Say the agreement's version; the whole programme has none."""
    return given(contract.version if contract else "", _without_version(contract))


def _without_version(contract: Contract | None) -> State:
    return State.NOT_APPLICABLE if contract is None else State.NOT_GIVEN


def _issue(issue: int, version: Value, on: Value, fingerprint: str, source: Source) -> Row:
    return Row((Cell(issue), Cell(version), Cell(on), Cell(fingerprint)), (source,))


def _table(key: str, changes: list[Change], *, is_asset_list: bool) -> Table:
    return Table(
        key,
        word(f"changes.{key}_caption"),
        (
            Column("change", 20), Column("in_table", 42), Column("row", 62), Column("column", 36), Column("old", 54),
            Column("new", 54),
        ),
        tuple(_row(each) for each in changes),
        ("in_table", "row", "column"),
        is_asset_list=is_asset_list,
        compared=False,
    )  # fmt: skip


def _row(change: Change) -> Row:
    return Row(
        (
            Cell(word(f"changes.{change.kind}")),
            Cell(change.table),
            Cell(several(change.row, Apart.COMMA, word("changes.blank"))),
            Cell(change.column or word("changes.whole_row")),
            Cell(several(change.old, Apart.SEMICOLON)),
            Cell(several(change.new, Apart.SEMICOLON)),
        ),
        change.sources,
    )


def _signatures(subject: Subject) -> Table:
    contract = subject.contract
    parties: tuple[Value, ...] = contract.parties if contract and contract.parties else (State.NOT_GIVEN,)
    to_sign = word("changes.to_sign")
    place = f"contracts[{subject.facts.programme.contracts.index(contract)}].parties" if contract else "contracts"
    return Table(
        "signatures",
        word("changes.signatures_caption"),
        (Column("party", 80), Column("signed_by", 60), Column("signed_on", 40), Column("signature", 80)),
        tuple(Row((Cell(party), *(Cell(to_sign),) * 3), (Source("programme.yaml", place),)) for party in parties),
        ("party",),
        compared=False,
    )
