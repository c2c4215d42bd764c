"""Part: what is expected against cybersecurity risk by clinical-impact class, monitoring, ends of support, reviews."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from scheduler.domain.calendar import Periodicity, next_occurrence, parse_periodicity
from scheduler.domain.equipment import Answer, Asset, MakeModel, Support
from scheduler.domain.ids import ModalityId
from scheduler.domain.places import Acuity
from scheduler.domain.service_terms import ClassStrategy, Topic, TopicReport
from scheduler.outputs.appendix.agreed import Agreed, Agreements, every_said, within_said
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
from scheduler.outputs.appendix.phrases import impact_class_said, periodicity_said
from scheduler.outputs.appendix.subject import Subject
from scheduler.risk.impact import NOT_ASSESSED, borders_in_force, impact_of_asset


def part(subject: Subject) -> Part:
    """Say what each class asks for, what is reported from monitoring, what loses support, and when all is reviewed."""
    said = Agreements.of(subject)
    return Part(
        "risk_management",
        (
            Section(
                word("risk_terms.strategy_heading"),
                (word("risk_terms.strategy_intro"), *said.gap_said()),
                (_strategies(said),),
            ),
            Section(
                word("risk_terms.monitoring_heading"),
                (word("risk_terms.monitoring_intro"),),
                (_access(said), _topics(said)),
            ),
            Section(word("risk_terms.support_heading"), tuple(_notices(said)), (_ends_of_support(said),)),
            Section(word("risk_terms.review_heading"), (word("risk_terms.review_intro"),), (_reviews(said),)),
        ),
    )


def _classes(subject: Subject) -> list[str]:
    """Return the classes from the highest border down, then what was not assessed."""
    borders = borders_in_force(subject.facts.programme.impact)
    return [*sorted(borders, key=lambda name: (-borders[name], name)), NOT_ASSESSED]


def _by_class(subject: Subject) -> Mapping[str, Sequence[Asset]]:
    """Part the covered assets by their class: a modality's, but for a department's acuity and an asset's exposure."""
    facts, impact = subject.facts, subject.facts.programme.impact
    class_of: dict[tuple[ModalityId, Acuity, Answer, Answer], str] = {}
    found: dict[str, list[Asset]] = defaultdict(list)
    for asset in subject.assets:
        modality, acuity = subject.modality_of(asset), facts.department_of(asset.asset_tag).acuity
        alike = (modality.modality, acuity, asset.exposed, asset.networked)
        if alike not in class_of:
            class_of[alike] = impact_of_asset(modality, asset, acuity, impact).impact_class
        found[class_of[alike]].append(asset)
    return found


def _by_model(assets: Iterable[Asset]) -> Mapping[MakeModel, Sequence[Asset]]:
    found: dict[MakeModel, list[Asset]] = defaultdict(list)
    for asset in assets:
        found[asset.make_model].append(asset)
    return dict(sorted(found.items()))


def _strategies(said: Agreements) -> Table:
    return Table(
        "risk_strategies",
        word("risk_terms.strategy_caption"),
        said.columns(
            Column("impact_class", 34), Column("modalities", 54), Column("models", 20), Column("assets", 20),
            Column("strategies", 80), Column("review_every", 34),
        ),
        tuple(row for each in said.every for row in _strategy_rows(each)),
        said.identity("impact_class"),
    )  # fmt: skip


def _strategy_rows(each: Agreed) -> Iterator[Row]:
    by_class = _by_class(each.scope)
    for name in _classes(each.scope):
        assets, said = by_class.get(name, ()), each.contract.risk.strategies.get(name)
        if not assets and said is None:
            continue
        modalities = {(modality := each.scope.modality_of(asset)).name or modality.modality for asset in assets}
        strategies = said.strategies if said else ()
        counted = (Source("assets", f"impact_class={name}"), Source("programme.yaml", "impact"))
        yield each.row(
            (
                Cell(impact_class_said(name)),
                Cell(several(sorted(modalities)), (Source("modalities", f"impact_class={name}"), *counted)),
                Cell(len({asset.make_model for asset in assets}), counted),
                Cell(len(assets), counted),
                Cell(several((word(f"strategy.{one}") for one in strategies), Apart.SEMICOLON, State.NOT_GIVEN)),
                Cell(every_said(said.review_every if said else None)),
            ),
            each.source(f"risk.strategies.{name}"),
        )


def _access(said: Agreements) -> Table:
    return Table(
        "monitoring_access",
        word("risk_terms.access_caption"),
        said.columns(Column("fact", 110), Column("as_given", 130)),
        tuple(row for each in said.every for row in _access_rows(each)),
        said.identity("fact"),
    )


def _access_rows(each: Agreed) -> Iterator[Row]:
    risk = each.contract.risk
    access = State.NOT_GIVEN if risk.access is None else word(f"access.{risk.access}")
    for key, said in (("access", access), ("tool", given(risk.tool, State.NOT_GIVEN))):
        yield each.row((Cell(word(f"risk_terms.{key}")), Cell(said)), each.source(f"risk.monitoring.{key}"))


def _topics(said: Agreements) -> Table:
    return Table(
        "monitoring_reports",
        word("risk_terms.topics_caption"),
        said.columns(
            Column("topic", 46), Column("what_is_reported", 120), Column("report_every", 40),
            Column("within_of_change", 40),
        ),
        tuple(row for each in said.every for row in _topic_rows(each)),
        said.identity("topic"),
    )  # fmt: skip


def _topic_rows(each: Agreed) -> Iterator[Row]:
    for topic in Topic:
        said = each.contract.risk.reports.get(topic, TopicReport())
        cells = (word(f"topic.{topic}"), word(f"topic_means.{topic}"), every_said(said.every), within_said(said.within))
        yield each.row(map(Cell, cells), each.source(f"risk.monitoring.reports.{topic}"))


def _notices(said: Agreements) -> Iterator[Value]:
    yield word("risk_terms.support_intro")
    for each in said.every:
        notice = every_said(each.contract.risk.end_of_support_notice)
        yield word("risk_terms.support_notice", contract=each.contract.contract, notice=notice)


def _ends_of_support(said: Agreements) -> Table:
    """List the models of the whole programme where it is the subject: support ends for them all, agreed or not."""
    agreed = said.every[0] if said.subject.contract is not None else None
    return Table(
        "ends_of_support",
        word("risk_terms.support_caption"),
        (
            Column("modality", 46), Column("make", 40), Column("model", 44), Column("assets", 18),
            Column("support", 28), Column("support_ends", 32), Column("notice_by", 34),
        ),
        tuple(_end_rows(said.subject, agreed)),
        ("modality", "make", "model"),
    )  # fmt: skip


def _end_rows(subject: Subject, agreed: Agreed | None) -> Iterator[Row]:
    """Yield the covered models whose support has ended or has an end, the first to end first."""
    programme = subject.facts.programme
    fleet = _by_model(subject.assets)
    models = [
        model
        for key in fleet
        if (model := programme.models[key]).support_ends is not None or model.support is Support.UNSUPPORTED
    ]
    for model in sorted(models, key=lambda model: (model.support_ends or date.max, model.modality, model.key)):
        own = Source("models", model.row or f"make={model.make}, model={model.model}")
        modality = programme.modalities[model.modality]
        yield Row(
            (
                Cell(modality.name or modality.modality),
                Cell(model.make),
                Cell(model.model),
                Cell(len(fleet[model.key]), (Source("assets", f"make={model.make}, model={model.model}"),)),
                Cell(word(f"support.{model.support}")),
                Cell(model.support_ends or State.UNKNOWN),
                _notice_by(model.support_ends, own, agreed),
            ),
            (own,),
        )


def _notice_by(ends: date | None, own: Source, agreed: Agreed | None) -> Cell:
    """Say by when the provider has to tell; nobody has to without an agreement."""
    if agreed is None:
        return Cell(State.NOT_APPLICABLE)
    notice = agreed.contract.risk.end_of_support_notice
    sources = (own, agreed.source("risk.end_of_support_notice"))
    if notice is None:
        return Cell(State.NOT_GIVEN, sources)
    return Cell(State.UNKNOWN if ends is None else notice.after(ends, -1), sources)


def _reviews(said: Agreements) -> Table:
    return Table(
        "reviews",
        word("risk_terms.review_caption"),
        said.columns(
            Column("reviewed", 90), Column("review_every", 40), Column("next_review", 40),
            Column("review_after", 40),
        ),
        tuple(row for each in said.every for row in _review_rows(each)),
        said.identity("reviewed"),
    )  # fmt: skip


def _review_rows(each: Agreed) -> Iterator[Row]:
    contract = each.contract
    text = contract.review_every
    yield _review(word("risk_terms.whole_appendix"), parse_periodicity(text) if text else None, "review_every", each)
    for name in _classes(each.scope):
        said = contract.risk.strategies.get(name, ClassStrategy())
        if name in contract.risk.strategies:
            what = word("risk_terms.class_reviewed", impact_class=impact_class_said(name))
            yield _review(what, said.review_every, f"risk.strategies.{name}.review_every", each)


def _review(what: Value, every: Periodicity | None, key: str, each: Agreed) -> Row:
    """Say the next two days, counted from the effective date and later than today."""
    source, start = each.source(key), each.contract.effective_date
    if every is None:
        return each.row((Cell(what), *[Cell(State.NOT_GIVEN)] * 3), source)
    if start is None:
        return each.row((Cell(what), Cell(periodicity_said(every)), *[Cell(State.NOT_GIVEN)] * 2), source)
    first = next_occurrence(start, every, max(each.scope.facts.today, start))
    second = next_occurrence(start, every, first)
    dated = (source, each.source("effective_date"))
    return each.row((Cell(what), Cell(periodicity_said(every)), Cell(first, dated), Cell(second, dated)), source)
