"""Who installs a patch: the owner, or only the manufacturer or an authorised service, as the model says."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.domain.equipment import Model, PatchPerformer, Procedure
from scheduler.domain.ids import PerformerId
from scheduler.domain.obligation import ReasonCode, Settled, TaskStatus
from scheduler.domain.people import Performer, PerformerKind

_ASKED = {
    PatchPerformer.MANUFACTURER: PerformerKind.MANUFACTURER,
    PatchPerformer.SERVICE_PROVIDER: PerformerKind.SERVICE_PROVIDER,
}


def patch_work(procedure: Procedure, model: Model, performers: Mapping[PerformerId, Performer]) -> Procedure | Settled:
    """The procedure as it may be done on this model; or why nobody is known who may.

    A row that already names one of the kind that is asked for stands. Else it is the manufacturer of the model's make;
    or the first service provider, by name, with the procedure's skill. Their own people need no skill of the house.
    """
    kind = _ASKED.get(model.patch_performer)
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


def _suits(performer: Performer, model: Model, procedure: Procedure) -> bool:
    if performer.kind is PerformerKind.MANUFACTURER:
        return performer.performer.strip().casefold() == model.make.strip().casefold()
    return procedure.skill is None or procedure.skill in performer.skills
