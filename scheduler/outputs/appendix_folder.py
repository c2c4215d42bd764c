"""The folder that `htm appendix` writes: appendices of a programme, whole or not at all.

What makes them is imported when they are asked for: all other commands do without, and start sooner.
"""

from collections.abc import Iterator
from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.folder import Content, refuse_foreign, whole_or_not_at_all
from scheduler.outputs.printing import Press
from scheduler.outputs.wanted import Wanted

_OURS = ("appendix.", "changes.")
_CONTRACTS = "contracts"


def write_appendix_folder(facts: Facts, plan: Plan | None, wanted: Wanted, out: Path) -> tuple[Path, ...]:
    """Write the appendices asked for to `out`; earlier ones there are replaced whole, anything else is left alone."""
    from scheduler.outputs.appendix import write_appendix

    with whole_or_not_at_all(out, AN_APPENDIX) as folder:
        with Press() as press:
            written = write_appendix(facts, folder, press, plan, wanted)
        names = [path.relative_to(folder) for path in written]
    return tuple(out / name for name in names)


def try_appendix_folder(facts: Facts, plan: Plan | None, wanted: Wanted, out: Path) -> tuple[Path, ...]:
    """Do all but write: put the appendices together, and say which files there would be."""
    from scheduler.outputs.appendix import appendices

    refuse_foreign(out, AN_APPENDIX)
    return tuple(out / made.below / name for made in appendices(facts, plan, wanted) for name in made.file_names())


def _holds_appendices(out: Path) -> bool:
    """Tell whether all that is in a folder is ours, so that nothing else is lost."""
    return any(out.iterdir()) and all(_is_ours(path) for path in _files(out))


def _files(out: Path) -> Iterator[Path]:
    return (path.relative_to(out) for path in sorted(out.rglob("*")) if not path.is_dir())


def _is_ours(file: Path) -> bool:
    below = file.parent.parts
    return file.name.startswith(_OURS) and (not below or (len(below) == 2 and below[0] == _CONTRACTS))


AN_APPENDIX = Content("an appendix", _holds_appendices)
