"""The contract's periodicity appendix: what is done how often and by whom, from the schedule's own data."""

from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.outputs.appendix.content import appendix_of
from scheduler.outputs.appendix.document import write_document
from scheduler.outputs.appendix.table_files import write_tables

__all__ = ["write_appendix"]


def write_appendix(facts: Facts, folder: Path) -> tuple[Path, ...]:
    """Write the appendix as DOCX and CSV into a folder, which is made if need be; return what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    appendix = appendix_of(facts)
    tables = write_tables(appendix, folder)
    write_document(appendix, facts, folder / "appendix.docx")
    return (folder / "appendix.docx", *tables)
