"""Who installs a release, how long and from where: as the model says, or the MDS2 of its manufacturer."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.domain.equipment import Answer, Model, PatchPerformer, Procedure, Where
from scheduler.domain.ids import PerformerId
from scheduler.domain.obligation import ReasonCode, Settled, TaskStatus
from scheduler.domain.people import Performer, PerformerKind
from scheduler.domain.policy import Patching
from scheduler.domain.security import Patch

_ASKED = {
    PatchPerformer.MANUFACTURER: PerformerKind.MANUFACTURER,
    PatchPerformer.SERVICE_PROVIDER: PerformerKind.SERVICE_PROVIDER,
}


def patch_work(
    procedure: Procedure, model: Model, patch: Patch | None, performers: Mapping[PerformerId, Performer]
) -> Procedure | Settled:
    """The procedure as it may be done on this model; or why nobody is known who may.

    What the model installs itself is checked by whom the procedure names; so is what the makers of operating systems
    release, where their patches need no approval. Else a row that already names one of the kind that is asked for
    stands, or it is the manufacturer of the model's make, or the first service provider, by name, with the procedure's
    skill. Their own people need no skill of the house.
    """
    kind = _kind_asked(model, patch)
    named = performers.get(procedure.performer)
    if kind is None or (named is not None and named.kind is kind):
        return procedure
    found = [one for one in performers.values() if one.kind is kind and _suits(one, model, procedure)]
    if not found:
        said = f"only the {kind.value.replace('_', ' ')} may patch {model.make} {model.model}, and 0 of the performers"
        return Settled(TaskStatus.UNPLACED, ReasonCode.NO_QUALIFIED_PERSON, f"{said} table is one that could come")
    chosen = min(found, key=lambda one: one.performer)
    skill = procedure.skill if procedure.skill in chosen.skills else None
    return replace(procedure, performer=chosen.performer, skill=skill)


def work_on(procedure: Procedure, model: Model, patch: Patch, patching: Patching) -> Procedure:
    """The procedure with the minutes of a release, and from afar if that is how the model takes it.

    A row for the make and model itself says best where the work is done. A model that installs the release itself is
    only checked, in place.
    """
    minutes = procedure.minutes if patch.minutes is None else patch.minutes
    if model.patch_automatic is Answer.YES:
        check = patching.check_minutes if patch.check_minutes is None else patch.check_minutes
        return replace(procedure, minutes=min(check, minutes))
    return replace(procedure, minutes=minutes, where=where_updated(procedure, model))


def where_updated(procedure: Procedure, model: Model) -> Where:
    """From afar what is done in place, where the model allows it and no row of its own says better."""
    is_remote = model.patch_remote is Answer.YES and procedure.model is None and procedure.where is Where.IN_PLACE
    return Where.REMOTE if is_remote else procedure.where


def _kind_asked(model: Model, patch: Patch | None) -> PerformerKind | None:
    if model.patch_automatic is Answer.YES or (patch is not None and patch.is_free_for(model)):
        return None
    return _ASKED.get(model.patch_performer)


def _suits(performer: Performer, model: Model, procedure: Procedure) -> bool:
    if performer.kind is PerformerKind.MANUFACTURER:
        return performer.performer.strip().casefold() == model.make.strip().casefold()
    return procedure.skill is None or procedure.skill in performer.skills
