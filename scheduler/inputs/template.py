"""An empty programme to start from: programme.yaml with every key explained, and each table with its header."""

from pathlib import Path

from scheduler.inputs.settings.programme_file import FILE
from scheduler.inputs.tables.every import TABLES

PROGRAMME_YAML = """\
# A programme is this file and the tables beside it, each a CSV file (or a sheet of programme.xlsx).
# `htm formats` explains every table and column. Only `name` is needed here; a key that is left out has the value shown.
name: {name}
# timezone: UTC                        # of sites that name none
# policies:
#   high_risk:                         # the risk class sets windows, prices and compliance
#     window: joint-commission
#     anchor: completion               # or schedule
#     hard_window: no                  # no: late work is allowed at a price
#     late_allowed_days: 0             # beyond it a late visit is marked for escalation
#   other:
#     window: joint-commission
#     anchor: completion
#     hard_window: no
#     late_allowed_days: 30
#   aem_for_life_support: no
#   aem_months_of_history: 36
#   reattempt_days: 5
#   max_attempts: 2
#   first_due: spread                  # or now: assets without history
#   assume_current_done: yes           # work due before the horizon is taken as done
#   default_downtime: Mon-Fri 09:00-15:00
# capacity:
#   scheduled_share: 0.5               # the part of a shift for scheduled work
#   reserve: 0.05                      # kept free for repairs and interrupt work
#   max_day_share: 0.8
#   between_departments_minutes: 10
#   even_load: yes
# objective: {{}}                        # whole-number prices by name, such as unplaced_high_risk: 100000
# impact: {{}}                           # weights, borders and profile of the clinical-impact class
# patching:
#   deadline_table: routine            # or cisa-bod, contract, several: cisa-bod|contract
#   tables_by_impact: {{}}               # other tables for a class of clinical impact
#   contract_days: {{}}                  # by severity, and kev: {{critical: 30, kev: 14}}
#   clock: validated                   # of the contract: validated, released, advisory, detection
#   pilot: 1
#   soak_days: 7
#   waves: 3
#   check_minutes: 15                  # the check of a device that installs its updates itself
#   control_review: 90                 # days between reviews of a compensating control without a cycle of patching
#   control_approver: ""               # who approves it where a procedure names nobody accountable
# contracts: []                        # contract, title, number, parties, effective_date, term, version, ...
# aliases:
#   makes: {{Phillips: Philips}}         # spellings that mean the same make
#   models: {{}}                         # products as advisories write them: our model
# tables:                              # an export of another system as it is
#   assets:
#     file: EQUIPMENT.csv
#     skip_rows: 0                     # rows before the header
#     columns: {{"Control No.": asset_tag, "Price": ""}}
#     values: {{status: {{Active: in_use}}}}
#     date_format: "%d/%m/%Y"
#     filter: {{"Rec Type": [EQ]}}
"""


def template(folder: Path) -> tuple[Path, ...]:
    """Write an empty programme into a folder, made if need be, and return the files; nothing is overwritten.

    Raises FileExistsError if one of the files is there already.
    """
    files = {FILE: PROGRAMME_YAML.format(name="My hospital")}
    people_keep = [table for table in TABLES if not table.written_by]
    files |= {f"{table.name}.csv": ",".join(column.name for column in table.columns) + "\n" for table in people_keep}
    paths = {folder / name: text for name, text in files.items()}
    for path in paths:
        if path.exists():
            raise FileExistsError(path)
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in paths.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return tuple(paths)
