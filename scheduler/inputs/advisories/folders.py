"""The folders advisories, sbom and mds2, and the KEV catalogue: a file at fault is named, the rest read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from scheduler.domain.advisories import Advisory, Aliases, Component, Disclosure
from scheduler.domain.equipment import Answer, MakeModel, Model
from scheduler.domain.programme import Programme
from scheduler.errors import Problem
from scheduler.inputs.advisories.csaf import read_csaf
from scheduler.inputs.advisories.json_tree import MOST_BYTES
from scheduler.inputs.advisories.kev import FILE as KEV
from scheduler.inputs.advisories.kev import read_kev
from scheduler.inputs.advisories.mds2 import read_mds2
from scheduler.inputs.advisories.sbom import read_sbom
from scheduler.inputs.files.content import Folder
from scheduler.inputs.names import fold
from scheduler.inputs.problems import StructureError, structural
from scheduler.risk.disclosures import in_force

T = TypeVar("T")
ADVISORIES, SBOMS, FORMS = "advisories", "sbom", "mds2"


@dataclass(frozen=True, slots=True)
class Published:
    """What lies beside the tables; `problems` names every file, or row of the catalogue, that could not be read."""

    advisories: tuple[Advisory, ...] = ()
    known_exploited: Mapping[str, date] = field(default_factory=dict)
    boms: Mapping[str, tuple[Component, ...]] = field(default_factory=dict)
    forms: tuple[Disclosure, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def faults_that_stop(self) -> tuple[Problem, ...]:
        """A catalogue that cannot be read at all: without it deadlines would silently be later."""
        return tuple(problem for problem in self.problems if problem.file == KEV and problem.structural)


def read_published(folder: Folder) -> Published:
    """Read all of it, in the order of file names."""
    problems: list[Problem] = []
    advisories = _advisories(folder, problems)
    boms = dict(_read_each(folder, SBOMS, ".json", lambda name: (name, _bom(folder, name)), problems))
    forms = _read_each(folder, FORMS, ".xlsx", lambda name: _form(folder, name), problems)
    return Published(tuple(advisories), _known_exploited(folder, problems), boms, tuple(forms), tuple(problems))


def _advisories(folder: Folder, problems: list[Problem]) -> Iterator[Advisory]:
    """Yield the advisories; one that two files tell is read from the first."""
    seen: dict[str, str] = {}
    for advisory in _read_each(folder, ADVISORIES, ".json", lambda name: _advisory(folder, name), problems):
        first = seen.setdefault(advisory.advisory.casefold(), advisory.file)
        if first == advisory.file:
            yield advisory
        else:
            expected = f"each advisory once; {first} tells it too"
            problems.append(structural(advisory.file, expected, "remove one of the files", found=advisory.advisory))


def _advisory(folder: Folder, name: str) -> Advisory:
    return read_csaf(_small(folder, name), name)


def _bom(folder: Folder, name: str) -> tuple[Component, ...]:
    return read_sbom(_small(folder, name), name)


def _form(folder: Folder, name: str) -> Disclosure:
    return read_mds2(folder.read(name), folder.located(name), name)


def _small(folder: Folder, name: str) -> bytes:
    """The bytes of a file; one that is too large is refused before it is read."""
    size = folder.located(name).stat().st_size
    if size > MOST_BYTES:
        found = f"{size} bytes"
        raise StructureError(structural(name, f"at most {MOST_BYTES} bytes", "split it, or leave it out", found=found))
    return folder.read(name)


def _read_each(
    folder: Folder, below: str, suffix: str, read: Callable[[str], T], problems: list[Problem]
) -> Iterator[T]:
    for name in folder.names_below(below):
        if not name.casefold().endswith(suffix):
            problems.append(Problem(name, expected=f"a file *{suffix}", hint="it is left out; move it elsewhere"))
            continue
        try:
            yield read(name)
        except StructureError as fault:
            problems.append(fault.problem)


def _known_exploited(folder: Folder, problems: list[Problem]) -> Mapping[str, date]:
    if not folder.has(KEV):
        return {}
    try:
        listed, faults = read_kev(folder.read(KEV))
    except StructureError as fault:
        problems.append(fault.problem)
        return {}
    problems.extend(faults)
    return listed


def components_by_model(
    models: Iterable[Model], published: Published
) -> tuple[dict[MakeModel, tuple[Component, ...]], list[Problem]]:
    """The components of each model that names a file of the folder sbom; a file that is not there is named."""
    by_file = {fold(name.rpartition("/")[2]): parts for name, parts in published.boms.items()}
    spoiled = {fold(problem.file.rpartition("/")[2]) for problem in published.problems}
    found: dict[MakeModel, tuple[Component, ...]] = {}
    problems: list[Problem] = []
    for model in models:
        name = fold(model.sbom.rpartition("/")[2])
        if name in by_file:
            found[model.key] = by_file[name]
        elif name and name not in spoiled:
            problems.append(_no_bom(model))
    return found, problems


def _no_bom(model: Model) -> Problem:
    expected, hint = f"a file of the folder {SBOMS}", "put it there, or leave the cell blank"
    return Problem("models", row=model.row, column="sbom", found=model.sbom, expected=expected, hint=hint)


def forms_by_model(
    models: Iterable[Model], published: Published, makes: Mapping[str, str]
) -> tuple[dict[MakeModel, Disclosure], list[Problem]]:
    """The form of each model; one whose make and model are not in models is named. `makes`: theirs → ours."""
    shown = {(fold(model.make), fold(model.model)): model.key for model in models}
    ours = {fold(theirs): fold(make) for theirs, make in makes.items()}
    found: dict[MakeModel, Disclosure] = {}
    problems: list[Problem] = []
    for form in published.forms:
        make = fold(form.make)
        key = shown.get((ours.get(make, make), fold(form.model)))
        if key is None:
            said = f"{form.make} {form.model}"
            hint = "correct DOC-1 and DOC-3 of the form, or add an alias of the make to programme.yaml"
            problems.append(Problem(form.file, found=said, expected="a make and model of models", hint=hint))
        elif key in found:
            expected = f"one form a model; {found[key].file} is of it too"
            problems.append(Problem(form.file, found=form.model, expected=expected, hint="remove one of the files"))
        else:
            found[key] = form
    return found, problems


def with_published(
    programme: Programme, published: Published, aliases: Aliases
) -> tuple[Programme, tuple[Problem, ...]]:
    """The programme with what lies beside its tables, joined to its models; and what could not be read or joined."""
    components, without_file = components_by_model(programme.models.values(), published)
    forms, without_model = forms_by_model(programme.models.values(), published, aliases.makes)
    models = {key: in_force(model, forms.get(key)) for key, model in programme.models.items()}
    joined = replace(
        programme,
        models=models,
        advisories=published.advisories,
        known_exploited=published.known_exploited,
        components=components,
        disclosures=forms,
        aliases=aliases,
    )
    against = _released_all_the_same(joined)
    return joined, (*published.problems, *without_file, *without_model, *against)


def _released_all_the_same(programme: Programme) -> Iterator[Problem]:
    """Name releases for models that are said to take no updates: a release that is there is owed."""
    for patch in programme.patches:
        key = (patch.make, patch.model)
        if programme.models[key].patch_applicable is Answer.NO:
            form = programme.disclosures.get(key)
            by = "models" if form is None else form.file
            expected = f"no release for a model that takes no updates by {by}"
            hint = "it is planned all the same; remove the row, or correct patch_applicable"
            yield Problem("patches", row=patch.row, column="model", found=patch.model, expected=expected, hint=hint)
