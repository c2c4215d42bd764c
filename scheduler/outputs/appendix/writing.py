"""Writes appendices in all their formats: of the whole programme and of each agreement, in each of its languages."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.agreement import Contract
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.domain.service_terms import HouseTemplate
from scheduler.errors import UsageError
from scheduler.outputs.appendix.composing import Issue, issue_of
from scheduler.outputs.appendix.earlier import EarlierPaper, read_earlier
from scheduler.outputs.appendix.formats.csv_file import write_csv_file
from scheduler.outputs.appendix.formats.document import write_document
from scheduler.outputs.appendix.formats.json_file import write_json_file
from scheduler.outputs.appendix.formats.layout import Attached
from scheduler.outputs.appendix.formats.pages import sheet_of
from scheduler.outputs.appendix.formats.workbook import write_workbook
from scheduler.outputs.appendix.paper import Paper
from scheduler.outputs.appendix.subject import Subjects
from scheduler.outputs.appendix.words import LANGUAGES, Wording
from scheduler.outputs.file_names import file_names
from scheduler.outputs.printing import Press
from scheduler.outputs.wanted import Wanted

CONTRACTS = "contracts"
"""The folder that holds a folder for each agreement."""
_ENDINGS = ("docx", "pdf", "xlsx", "csv", "json")


@dataclass(frozen=True, slots=True)
class _Order:
    """One appendix to be made: for which agreement, in which folder below the one asked for, against what."""

    contract: Contract | None
    below: Path
    against: Path | None


@dataclass(frozen=True, slots=True)
class Made:
    """An appendix ready to be written: `stem` is appendix, or appendix.es for a further language."""

    below: Path
    stem: str
    issue: Issue
    template: HouseTemplate | None

    def papers(self) -> tuple[tuple[str, Paper, HouseTemplate | None], ...]:
        """Return the appendix, then the paper of its changes if there is one, each with its stem and template."""
        appendix = (self.stem, self.issue.paper, self.template)
        if self.issue.changes is None:
            return (appendix,)
        return (appendix, (self.stem.replace("appendix", "changes"), self.issue.changes, None))

    def file_names(self) -> tuple[str, ...]:
        """Return the files that its papers become."""
        return tuple(f"{stem}.{ending}" for stem, _, _ in self.papers() for ending in _ENDINGS)


def appendices(facts: Facts, plan: Plan | None, wanted: Wanted) -> Iterator[Made]:
    """Put together every appendix that is asked for. Raises UsageError for an unknown agreement or earlier issue."""
    orders = list(_orders(facts, wanted))
    subjects = Subjects(facts, plan)
    for order in orders:
        subject = subjects.of(order.contract)
        earlier = _earlier(order)
        languages = _languages(order.contract, wanted.language)
        issue = issue_of(subject, languages[0], earlier)
        template = order.contract.template if order.contract else None
        for number, language in enumerate(languages):
            stem = "appendix" if number == 0 else f"appendix.{language}"
            yield Made(order.below, stem, issue.said_in(language), template)


def write_appendix(
    facts: Facts, folder: Path, press: Press, plan: Plan | None = None, wanted: Wanted | None = None
) -> tuple[Path, ...]:
    """Write appendices into a folder, which is made if need be; return what is written when the press is done."""
    written: list[Path] = []
    for made in appendices(facts, plan, wanted or Wanted()):
        target = folder / made.below
        target.mkdir(parents=True, exist_ok=True)
        for stem, paper, template in made.papers():
            written += write_paper(paper, target, stem, press, template)
    return tuple(written)


def write_paper(
    paper: Paper, folder: Path, stem: str, press: Press, template: HouseTemplate | None = None
) -> tuple[Path, ...]:
    """Write a paper as DOCX, PDF, XLSX, CSV and JSON; pages come last, for they print the SHA-256 of the others.

    The PDF is there when the press is done.
    """
    wording = Wording(paper.language)
    paths = {ending: folder / f"{stem}.{ending}" for ending in _ENDINGS}
    write_json_file(paper, wording, paths["json"])
    write_csv_file(paper, wording, paths["csv"])
    write_workbook(paper, wording, paths["xlsx"])
    attached = Attached({paths[ending].name: _sha256(paths[ending]) for ending in ("xlsx", "csv")})
    press.lay_out(sheet_of(paper, wording, attached, paths["pdf"]))
    write_document(paper, wording, attached, paths["docx"], template)
    return tuple(paths.values())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _orders(facts: Facts, wanted: Wanted) -> Iterator[_Order]:
    contracts = facts.programme.contracts
    if wanted.contract:
        yield _Order(_contract(contracts, wanted.contract), Path(), wanted.against)
        return
    yield _Order(None, Path(), wanted.against)
    names = file_names(contract.contract for contract in contracts)
    for contract in contracts:
        below = Path(CONTRACTS) / names[contract.contract]
        against = wanted.against / below if wanted.against and (wanted.against / below).is_dir() else None
        yield _Order(contract, below, against)


def _contract(contracts: Sequence[Contract], name: str) -> Contract:
    folded = name.casefold().strip()
    found = next((each for each in contracts if each.contract.casefold().strip() == folded), None)
    if found is None:
        known = ", ".join(each.contract for each in contracts) or "none"
        raise UsageError(
            f'--contract: there is no agreement "{name}" under contracts in programme.yaml; there are: {known}.'
        )
    return found


def _earlier(order: _Order) -> EarlierPaper | None:
    if order.against is None:
        return None
    earlier = read_earlier(order.against)
    own = order.contract.contract if order.contract else None
    if earlier.contract != own:
        other = f"the agreement {earlier.contract}" if earlier.contract else "the whole programme"
        raise UsageError(f"{order.against} is the appendix of {other}; give --against one of the same agreement.")
    return earlier


def _languages(contract: Contract | None, asked: str) -> tuple[str, ...]:
    """Return the languages to write: the one asked for, else the agreement's own that there are, else English."""
    if asked:
        if asked not in LANGUAGES:
            raise UsageError(f'--language: there is no "{asked}"; there are {", ".join(LANGUAGES)}.')
        return (asked,)
    own = tuple(dict.fromkeys(each for each in (contract.languages if contract else ()) if each in LANGUAGES))
    return own or LANGUAGES[:1]
