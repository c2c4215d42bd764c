"""What an asset is and belongs to: its model, its procedures, its composite and its parts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from scheduler.domain.equipment import AssetStatus, MakeModel, Model, Procedure
from scheduler.domain.ids import AssetTag, ModalityId, ProcedureName
from scheduler.domain.programme import Programme

_NOT_THERE = frozenset({AssetStatus.RETIRED, AssetStatus.MISSING})


class Equipment:
    """The inventory by what hangs together."""

    def __init__(self, programme: Programme) -> None:
        self._assets = programme.assets
        self._models = programme.models
        self._procedures = programme.procedures
        self._by_model: dict[MakeModel, Mapping[ProcedureName, Procedure]] = {}
        self._parts: dict[AssetTag, tuple[AssetTag, ...]] = {}
        self._taken_out: dict[AssetTag, tuple[AssetTag, ...]] = {}

    def procedures(self, model: MakeModel) -> Mapping[ProcedureName, Procedure]:
        """Return the row in force of each procedure of a model, by name in order."""
        if model not in self._by_model:
            rows = self._by_modality.get(self._models[model].modality, [])
            self._by_model[model] = _rows_in_force(self._models[model], rows)
        return self._by_model[model]

    def main_of(self, tag: AssetTag) -> AssetTag:
        """Return the main tag of the composite device that an asset is serviced with: itself, if with none."""
        seen = {tag}
        while (main := self._assets[tag].serviced_with) is not None and main not in seen:
            seen.add(main)
            tag = main
        return tag

    def composite(self, tag: AssetTag) -> tuple[AssetTag, ...]:
        """Return the main tag, then those serviced with it in order."""
        main = self.main_of(tag)
        return self._composites.get(main, (main,))

    def parts_of(self, tag: AssetTag) -> tuple[AssetTag, ...]:
        """Return its parts and theirs in order, whatever their status."""
        if tag not in self._children:
            return ()
        if tag not in self._parts:
            self._parts[tag] = tuple(sorted(_reached(tag, self._children) - {tag}))
        return self._parts[tag]

    def taken_out_with(self, tag: AssetTag) -> tuple[AssetTag, ...]:
        """Return every asset that is out while work interrupts this one, itself included, in order.

        That is its whole composite, for each of these that is system-critical all its parts, and their composites in
        turn. Retired and missing assets are not there to be taken out.
        """
        if tag not in self._taken_out:
            reached = self._reached_with(tag)
            there = (one for one in reached if one == tag or self._assets[one].status not in _NOT_THERE)
            self._taken_out[tag] = tuple(sorted(there))
        return self._taken_out[tag]

    def _reached_with(self, tag: AssetTag) -> set[AssetTag]:
        reached, frontier = {tag}, [tag]
        while frontier:
            near = self._next_to(frontier.pop()) - reached
            reached |= near
            frontier += near
        return reached

    def _next_to(self, tag: AssetTag) -> set[AssetTag]:
        parts = self.parts_of(tag) if self._assets[tag].system_critical else ()
        return {*self.composite(tag), *parts}

    @cached_property
    def _by_modality(self) -> Mapping[ModalityId, list[Procedure]]:
        rows = defaultdict(list)
        for procedure in self._procedures:
            rows[procedure.modality].append(procedure)
        return rows

    @cached_property
    def _composites(self) -> Mapping[AssetTag, tuple[AssetTag, ...]]:
        """Composites of more than one asset, by main tag."""
        members = defaultdict(list)
        for asset in self._assets.values():
            if asset.serviced_with is not None:
                members[self.main_of(asset.asset_tag)].append(asset.asset_tag)
        return {main: (main, *sorted(set(tags) - {main})) for main, tags in members.items()}

    @cached_property
    def _children(self) -> Mapping[AssetTag, list[AssetTag]]:
        children = defaultdict(list)
        for asset in self._assets.values():
            if asset.part_of is not None:
                children[asset.part_of].append(asset.asset_tag)
        return dict(children)


def _rows_in_force(model: Model, rows: Iterable[Procedure]) -> Mapping[ProcedureName, Procedure]:
    """Choose for each name the most specific row: make and model, then make, then modality; the first of equals."""
    fitting = sorted((row for row in rows if _fits(row, model)), key=_specificity, reverse=True)
    best: dict[ProcedureName, Procedure] = {}
    for row in fitting:
        best.setdefault(row.procedure, row)
    return {name: best[name] for name in sorted(best)}


def _fits(row: Procedure, model: Model) -> bool:
    return row.make in (None, model.make) and row.model in (None, model.model)


def _specificity(row: Procedure) -> int:
    return (row.make is not None) + (row.model is not None)


def _reached(start: AssetTag, children: Mapping[AssetTag, list[AssetTag]]) -> set[AssetTag]:
    """Walk down from `start`; a cycle, which inputs reports, ends the walk."""
    reached, frontier = {start}, [start]
    while frontier:
        new = [child for child in children.get(frontier.pop(), ()) if child not in reached]
        reached.update(new)
        frontier += new
    return reached
