"""The table procedures: the work that each modality, or one make and model of it, needs."""

from collections.abc import Mapping

from scheduler.domain.equipment import (
    Anchor,
    Basis,
    MakeModel,
    Model,
    NoPeriod,
    Procedure,
    ProcedureKind,
    Responsibility,
    Where,
)
from scheduler.domain.ids import IN_HOUSE, PerformerId, ProcedureName, SkillName
from scheduler.inputs.cells import INSTRUMENTS, TEXT, YES_NO, choice, listed, name, number, spelling, whole
from scheduler.inputs.civil_cells import PERIOD, WINDOW
from scheduler.inputs.columns import Column, Table, optional, required
from scheduler.inputs.names import NameKind
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables.scopes import MODALITY as MODALITY_NAME
from scheduler.inputs.tables.scopes import make_scope, model_scope, refuse_unknown_model

DEFAULT_OUT_HOURS = 24.0
_PROCEDURE = name(NameKind.PROCEDURE, ProcedureName)


def _people(name: str, meaning: str) -> Column[tuple[str, ...]]:
    return optional(name, listed(TEXT), (), "not said", "Clinical engineering", meaning)


MODALITY = optional(
    "modality", MODALITY_NAME, None, "the modality of its make and model", "ventilator", "The kind of equipment."
)
MAKE = make_scope()
MODEL = model_scope()
PROCEDURE = required("procedure", _PROCEDURE, "pm-12m", "The name of the work; the same in history and orders.")
KIND = optional("kind", choice(ProcedureKind), ProcedureKind.PM, "pm", "pm", "What kind of work it is.")
EVERY = required("every", PERIOD, "6 months", "How often; on-event and none are never due by time.")
OEM_EVERY = optional(
    "oem_every",
    PERIOD,
    None,
    "the same as every",
    "6 months",
    "How often the manufacturer asks; needed if basis is aem.",
)
RUNTIME_HOURS = optional(
    "runtime_hours",
    number(0.1, 1_000_000, "hours"),
    None,
    "no runtime trigger",
    "10000",
    "Also due after so many hours of running, whichever is first.",
    "hours",
)
WINDOW_COLUMN = optional(
    "window",
    WINDOW,
    None,
    "the policy of the risk class",
    "-10..+20 days",
    "The days around the due date that are on time.",
)
ANCHOR = optional(
    "anchor",
    choice(Anchor),
    None,
    "the policy of the risk class",
    "completion",
    "Whether the next due date counts from the completion or from a fixed series.",
)
MINUTES = required("minutes", whole(1, 100_000, "minutes"), "90", "How long it takes each of its people.", "minutes")
CREW = optional("crew", whole(1, 20), 1, "1", "2", "How many people it takes at once.")
SKILL = optional(
    "skill", spelling(NameKind.SKILL, SkillName), None, "none needed", "RES", "The skill that each of its people holds."
)
INSTRUMENT = optional(
    "instrument", INSTRUMENTS, (), "none needed", "gas-flow|esa", "Test instruments: A|B all of them, A/B either."
)
PERFORMER = optional(
    "performer", name(NameKind.PERFORMER, PerformerId), IN_HOUSE, "in_house", "in_house", "Whose people do it."
)
WHERE = optional("where", choice(Where), Where.IN_PLACE, "in_place", "bench", "Where it is done.")
OUT_HOURS = optional(
    "out_hours",
    number(0.1, 8760, "hours"),
    DEFAULT_OUT_HOURS,
    "24",
    "48",
    "Bench work: hours from collection to return, at least.",
    "hours",
)
INTERRUPTS = optional(
    "interrupts",
    YES_NO,
    None,
    "yes, but no for unobtrusive work",
    "yes",
    "The asset can't serve while the work goes on.",
)
SPLITTABLE = optional(
    "splittable", YES_NO, False, "no", "no", "It may be cut over several consecutive working days with the same people."
)
INCLUDES = optional(
    "includes", listed(_PROCEDURE), (), "none", "pm-6m|safety", "Procedures that are satisfied by doing this one."
)
FOLLOW_UP = optional(
    "follow_up", _PROCEDURE, None, "none", "mee", "A procedure that must follow before the asset returns to use."
)
BASIS = optional(
    "basis", choice(Basis), Basis.MANUFACTURER, "manufacturer", "manufacturer", "Why it has this periodicity."
)
BASIS_REFERENCE = optional("basis_reference", TEXT, "", "none given", "Service manual 4.2", "Where that is written.")
RESPONSIBLE = _people("responsible", "Who does it, for the contract.")
ACCOUNTABLE = _people("accountable", "Who answers for it, for the contract.")
CONSULTED = _people("consulted", "Who is asked before, for the contract.")
INFORMED = _people("informed", "Who is told after, for the contract.")

PROCEDURES = Table(
    "procedures",
    "The work that each kind of equipment needs; a row with make and model wins over the one of the modality.",
    (
        MODALITY,
        MAKE,
        MODEL,
        PROCEDURE,
        KIND,
        EVERY,
        OEM_EVERY,
        RUNTIME_HOURS,
        WINDOW_COLUMN,
        ANCHOR,
        MINUTES,
        CREW,
        SKILL,
        INSTRUMENT,
        PERFORMER,
        WHERE,
        OUT_HOURS,
        INTERRUPTS,
        SPLITTABLE,
        INCLUDES,
        FOLLOW_UP,
        BASIS,
        BASIS_REFERENCE,
        RESPONSIBLE,
        ACCOUNTABLE,
        CONSULTED,
        INFORMED,
    ),
    key=(MODALITY, MAKE, MODEL, PROCEDURE),
)


def check_procedures(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    for row in sheet.having(MODALITY, MAKE, MODEL):
        _check_scope(row)
    for row in sheet.having(BASIS, OEM_EVERY, EVERY):
        if row[BASIS] is Basis.AEM and row[OEM_EVERY] is None:
            row.fault(OEM_EVERY, "the manufacturer's periodicity, since basis is aem", "fill in oem_every")
    for row in sheet.having(PROCEDURE, INCLUDES, FOLLOW_UP):
        if row[PROCEDURE] in row[INCLUDES]:
            row.fault(INCLUDES, "other procedures than itself", "remove it from its own list")
        if row[PROCEDURE] == row[FOLLOW_UP]:
            row.fault(FOLLOW_UP, "another procedure than itself", "leave it blank")
    for row in sheet.having(WHERE, INTERRUPTS):
        if row[WHERE] is Where.UNOBTRUSIVE and row[INTERRUPTS]:
            row.warn(INTERRUPTS, "no, since unobtrusive work does not take the asset away", "it is read as no")
    for row in sheet.having(RUNTIME_HOURS, EVERY):
        if row[RUNTIME_HOURS] is not None and row[EVERY] is NoPeriod.ON_EVENT:
            row.warn(RUNTIME_HOURS, "a periodicity beside it", "on-event work is not due by hours")


def _check_scope(row: Row) -> None:
    make, model = row[MAKE], row[MODEL]
    if make is not None and model is not None:
        refuse_unknown_model(row, MAKE, MODEL)
    elif make is not None or model is not None:
        missing = MAKE if make is None else MODEL
        row.fault(missing, "make and model, or neither", "fill in both, or leave both blank for the whole modality")
    elif row[MODALITY] is None:
        row.fault(MODALITY, "a modality, or a make and model", "say what the work is for")


def read_procedures(sheet: Sheet, models: Mapping[MakeModel, Model]) -> tuple[Procedure, ...]:
    """Return the procedures in table order."""
    return tuple(_procedure(row, models) for row in sheet)


def _procedure(row: Row, models: Mapping[MakeModel, Model]) -> Procedure:
    make, model = row[MAKE], row[MODEL]
    make_model = row.lexicon.known_model(make, model) if make and model else None
    modality = models[make_model].modality if make_model else row[MODALITY]
    assert modality is not None, "check_procedures refuses a row without a scope"
    where = row[WHERE]
    interrupts = row[INTERRUPTS]
    return Procedure(
        row=row.number,
        modality=modality,
        make=make_model[0] if make_model else None,
        model=make_model[1] if make_model else None,
        procedure=row[PROCEDURE],
        kind=row[KIND],
        every=row[EVERY],
        oem_every=row[OEM_EVERY],
        runtime_hours=row[RUNTIME_HOURS],
        window=row[WINDOW_COLUMN],
        anchor=row[ANCHOR],
        minutes=row[MINUTES],
        crew=row[CREW],
        skill=row[SKILL],
        instruments=row[INSTRUMENT],
        performer=row[PERFORMER],
        where=where,
        out_hours=row[OUT_HOURS],
        interrupts=where is not Where.UNOBTRUSIVE and interrupts is not False,
        splittable=row[SPLITTABLE],
        includes=row[INCLUDES],
        follow_up=row[FOLLOW_UP],
        basis=row[BASIS],
        basis_reference=row[BASIS_REFERENCE],
        responsibility=Responsibility(row[RESPONSIBLE], row[ACCOUNTABLE], row[CONSULTED], row[INFORMED]),
    )
