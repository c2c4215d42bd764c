"""Agreements with their sites and modalities spelt as the tables spell them."""

from dataclasses import replace

from scheduler.domain.agreement import Contract
from scheduler.domain.ids import ModalityId, SiteId
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.names import NameKind


def as_tables_spell(contract: Contract, lexicon: Lexicon) -> Contract:
    """Return the agreement with the names that the tables show; all of them have been checked."""

    def site(name: SiteId) -> SiteId:
        return SiteId(lexicon.names[NameKind.SITE].shown(name) or name)

    def modality(name: ModalityId) -> ModalityId:
        return ModalityId(lexicon.names[NameKind.MODALITY].shown(name) or name)

    levels = contract.service_levels
    response = tuple(
        replace(times, modality=modality(times.modality) if times.modality else None) for times in levels.response
    )
    by_modality = {modality(name): percent for name, percent in levels.uptime.by_modality.items()}
    return replace(
        contract,
        service_levels=replace(levels, response=response, uptime=replace(levels.uptime, by_modality=by_modality)),
        correlation=tuple(
            replace(target, site=site(target.site) if target.site else None) for target in contract.correlation
        ),
    )
