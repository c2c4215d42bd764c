"""Puts an appendix together: title, the agreement's own facts, and the parts that it asks for, in their fixed order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduler.domain.agreement import AppendixPart, Contract
from scheduler.outputs.appendix.comparing import compare
from scheduler.outputs.appendix.earlier import EarlierPaper
from scheduler.outputs.appendix.paper import (
    Cell,
    Column,
    Paper,
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
from scheduler.outputs.appendix.parts import changes, parts_of, wants
from scheduler.outputs.appendix.parts.changes import version_said
from scheduler.outputs.appendix.subject import Subject


@dataclass(frozen=True, slots=True)
class Issue:
    """An appendix, and the paper of its changes alone where it was compared with an earlier one."""

    paper: Paper
    changes: Paper | None

    def said_in(self, language: str) -> "Issue":
        """Return the same content for another language."""
        told = None if self.changes is None else replace(self.changes, language=language)
        return Issue(replace(self.paper, language=language), told)


def issue_of(subject: Subject, language: str, earlier: EarlierPaper | None = None) -> Issue:
    """Put the appendix of a subject together; the same subject gives the same papers."""
    number = earlier.issue + 1 if earlier else 1
    plain = _titled(subject, "paper.title", language, number, tuple(parts_of(subject)))
    found = list(compare(earlier, plain)) if earlier else []
    paper = plain
    if wants(subject, AppendixPart.CHANGES):
        paper = replace(plain, parts=(*plain.parts, changes.part(subject, number, earlier, found)))
    if earlier is None:
        return Issue(paper, None)
    history = Part("changes", (changes.history(earlier, found),))
    return Issue(paper, replace(_titled(subject, "paper.title_changes", language, number, (history,)), front=()))


def _titled(subject: Subject, title: str, language: str, issue: int, parts: tuple[Part, ...]) -> Paper:
    facts, contract = subject.facts, subject.contract
    name, fingerprint = facts.programme.name, facts.programme.fingerprint
    version = contract.version if contract else ""
    return Paper(
        word(title, name=name if contract is None else f"{name}, {contract.title or contract.contract}"),
        (
            word("paper.programme", name=name),
            word("paper.as_of", day=facts.today),
            word("paper.version", version=version_said(contract), issue=issue, fingerprint=fingerprint),
        ),
        (Section(word("agreement.heading"), (), (_agreement(subject),)),),
        parts,
        language,
        facts.today,
        fingerprint,
        contract.contract if contract else "",
        version,
        issue,
    )


def _agreement(subject: Subject) -> Table:
    return Table(
        "agreement",
        word("agreement.caption"),
        (Column("fact", 60), Column("as_given", 200)),
        (*_of_contract(subject), *_of_subject(subject)),
        ("fact",),
    )


def _of_contract(subject: Subject) -> Iterator[Row]:
    contract = subject.contract
    if contract is None:
        yield _fact("contract", word("agreement.whole"), Source("programme.yaml", "name"))
        return
    place = f"contracts[{subject.facts.programme.contracts.index(contract)}]"
    for key, said in _facts(contract):
        yield _fact(key, said, Source("programme.yaml", f"{place}.{key}"))


def _facts(contract: Contract) -> Iterator[tuple[str, Value]]:
    gap = State.NOT_GIVEN
    yield "contract", contract.contract
    yield "title", given(contract.title, gap)
    yield "number", given(contract.number, gap)
    yield "parties", several(contract.parties, none=gap)
    yield "effective_date", contract.effective_date or gap
    yield "term", given(contract.term, gap)
    yield "version", given(contract.version, gap)
    yield "governing_documents", several(contract.governing_documents, none=gap)
    yield "coverage_hours", given(contract.coverage_hours, gap)
    yield "languages", several(contract.languages, none=gap)
    yield "review_every", given(contract.review_every, gap)


def _of_subject(subject: Subject) -> Iterator[Row]:
    facts, plan = subject.facts, subject.plan
    assets, sites = subject.assets, {asset.site for asset in subject.assets}
    scope = Source("assets", "*") if subject.contract is None else Source("coverage", subject.contract.contract)
    covers = word(
        "agreement.covers_said",
        assets=word("count.assets", n=len(assets)),
        models=word("count.models", n=len({asset.make_model for asset in assets})),
        sites=word("count.sites", n=len(sites)),
    )
    yield _fact("covers", covers, scope)
    left_out = word("agreement.left_out_said", assets=word("count.assets", n=len(subject.left_out)))
    yield _fact("left_out", left_out, Source("assets", "status=missing|retired"))
    set_aside = word("count.rows", n=len(facts.programme.set_aside))
    yield _fact("set_aside", set_aside if facts.programme.set_aside else State.NONE_EXISTS, Source("set_aside", "*"))
    yield _fact("period", facts.horizon.first_day, Source("coverage", "*"))
    if plan is not None:
        days = {"first": plan.horizon.first_day, "last": plan.horizon.last_day, "today": plan.today}
        yield _fact("plan", word("agreement.plan_said", **days), Source("plan.json", "horizon"))


def _fact(key: str, said: Value, source: Source) -> Row:
    return Row((Cell(word(f"agreement.{key}")), Cell(said)), (source,))
