"""The table patches: releases of software for models."""

from collections import defaultdict
from collections.abc import Collection

from scheduler.domain.equipment import Answer
from scheduler.domain.security import Patch, Severity, Software, TechnicalImpact
from scheduler.inputs.cells import TEXT, choice, listed, whole
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Column, Table, optional, required
from scheduler.inputs.names import did_you_mean
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables.scopes import MAKE as MAKE_NAME
from scheduler.inputs.tables.scopes import refuse_unknown_model


def _answer(name: str, meaning: str) -> Column[Answer]:
    return optional(name, choice(Answer), Answer.UNKNOWN, "unknown", "yes", meaning)


def _count(name: str, most: int, meaning: str, unit: str = "") -> Column[int | None]:
    return optional(name, whole(0, most, unit), None, "as patching of programme.yaml says", "7", meaning, unit)


PATCH = required("patch", TEXT, "V500-4.1.3", "The name of the release.")
MAKE = required("make", MAKE_NAME, "Northwind", "The make, as in models.")
MODEL = required("model", TEXT, "V500", "The model, as in models.")
FROM_VERSIONS = optional(
    "from_versions", listed(TEXT), (), "from any version", "4.1.1|4.1.2", "Where it can be installed."
)
VERSION = required("version", TEXT, "4.1.3", "The version that the asset has afterwards.")
SEVERITY = optional("severity", choice(Severity), Severity.UNKNOWN, "unknown", "high", "Severity as published.")
KEV = _answer("kev", "Whether a vulnerability it closes is known to be exploited.")
AUTOMATABLE = _answer("automatable", "Whether an attack can be automated (SSVC).")
TECHNICAL_IMPACT = optional(
    "technical_impact", choice(TechnicalImpact), TechnicalImpact.UNKNOWN, "unknown", "total", "SSVC technical impact."
)
CVE = optional("cve", listed(TEXT), (), "none named", "CVE-2026-1001", "The vulnerabilities it closes.")
ADVISORY = optional("advisory", TEXT, "", "none named", "ICSMA-26-011-01", "The advisory that asks for it.")
ADVISORY_ON = optional("advisory_on", DAY, None, "not known", "2026-10-02", "The day of the advisory.")
RELEASED_ON = optional("released_on", DAY, None, "not known", "2026-10-20", "The day of the release.")
VALIDATED_ON = optional(
    "validated_on", DAY, None, "not validated: it waits for the manufacturer", "2026-11-10", "The day of validation."
)
MINUTES = optional(
    "minutes",
    whole(1, 10_000, "minutes"),
    None,
    "as the procedure says",
    "40",
    "Installation, restart and check together.",
    "minutes",
)
REBOOT = _answer("reboot", "Whether the asset restarts.")
PILOT = _count("pilot", 10_000, "How many assets go first.")
SOAK_DAYS = _count("soak_days", 365, "Days between the pilot and the rest.", "days")
WAVES = _count("waves", 100, "In how many waves the rest follows.")
SUPERSEDES = optional("supersedes", listed(TEXT), (), "none", "V500-4.1.2", "Releases that it makes unnecessary.")
CHECK_MINUTES = optional(
    "check_minutes",
    whole(1, 10_000, "minutes"),
    None,
    "as patching of programme.yaml says",
    "10",
    "The check alone, for models that install it themselves.",
    "minutes",
)
SOFTWARE = optional(
    "software",
    choice(Software),
    Software.DEVICE,
    "device",
    "operating_system",
    "Whose it is; of the operating system: needs no validation where third_party_os_patches is yes.",
)

PATCHES = Table(
    "patches",
    "Releases of software for models.",
    (
        PATCH,
        MAKE,
        MODEL,
        FROM_VERSIONS,
        VERSION,
        SEVERITY,
        KEV,
        AUTOMATABLE,
        TECHNICAL_IMPACT,
        CVE,
        ADVISORY,
        ADVISORY_ON,
        RELEASED_ON,
        VALIDATED_ON,
        MINUTES,
        REBOOT,
        PILOT,
        SOAK_DAYS,
        WAVES,
        SUPERSEDES,
        CHECK_MINUTES,
        SOFTWARE,
    ),
    key=(PATCH, MAKE, MODEL),
    absent="no release is known",
)


def check_patches(sheet: Sheet) -> None:
    """Note the errors of single rows, and warn where a release makes one unnecessary that its model does not have."""
    for row in sheet.having(MAKE, MODEL):
        refuse_unknown_model(row, MAKE, MODEL)
    releases: defaultdict[object, set[str]] = defaultdict(set)
    for row in sheet.having(PATCH, MAKE, MODEL):
        releases[row.lexicon.model(row[MAKE], row[MODEL])].add(row[PATCH])
    for row in sheet.having(PATCH, MAKE, MODEL, SUPERSEDES):
        _warn_of_unknown(row, releases[row.lexicon.model(row[MAKE], row[MODEL])] - {row[PATCH]})


def _warn_of_unknown(row: Row, others: Collection[str]) -> None:
    for name in row[SUPERSEDES]:
        if name not in others:
            expected = f"another release of {row[MAKE]} {row[MODEL]}; as it stands it makes none unnecessary"
            hint = did_you_mean(name, others) or "correct it; leave it if that release is no longer listed"
            row.warn(SUPERSEDES, expected, hint, found=name)


def read_patches(sheet: Sheet) -> tuple[Patch, ...]:
    """Return the releases in table order."""
    return tuple(_patch(row) for row in sheet)


def _patch(row: Row) -> Patch:
    make_model = row.lexicon.known_model(row[MAKE], row[MODEL])
    return Patch(
        row=row.number,
        patch=row[PATCH],
        make=make_model[0],
        model=make_model[1],
        from_versions=row[FROM_VERSIONS],
        version=row[VERSION],
        severity=row[SEVERITY],
        kev=row[KEV],
        automatable=row[AUTOMATABLE],
        technical_impact=row[TECHNICAL_IMPACT],
        cves=row[CVE],
        advisory=row[ADVISORY],
        advisory_on=row[ADVISORY_ON],
        released_on=row[RELEASED_ON],
        validated_on=row[VALIDATED_ON],
        minutes=row[MINUTES],
        reboot=row[REBOOT],
        pilot=row[PILOT],
        soak_days=row[SOAK_DAYS],
        waves=row[WAVES],
        supersedes=row[SUPERSEDES],
        check_minutes=row[CHECK_MINUTES],
        software=row[SOFTWARE],
    )
