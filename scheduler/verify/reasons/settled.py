"""Reasons of patch work that was settled before planning: a roll-out that has stopped, and nobody known who may."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from scheduler.domain.equipment import Asset, AssetStatus, MakeModel, ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.people import Performer, PerformerKind
from scheduler.domain.plan import TaskOutcome
from scheduler.domain.record import SATISFYING, HistoryRow, Outcome
from scheduler.domain.security import Patch

_WRONG = frozenset({Outcome.FAILED, Outcome.ROLLED_BACK})
_FOLLOWS = re.compile(r"as (?P<name>.+?): (?P<rest>.+)", re.DOTALL)
_STOPPED = re.compile(
    r"the roll-out of release (?P<version>.+) \((?P<patch>.+?)\) has stopped: (?P<told>.+)", re.DOTALL
)
_NOBODY = re.compile(
    r"only the (?P<kind>manufacturer|service provider) may patch (?P<equipment>.+), and (?P<number>\d+) of the "
    r"performers table is one that could come"
)
_CODES = frozenset({ReasonCode.ROLLOUT_ORDER, ReasonCode.NO_QUALIFIED_PERSON})


class SettledReasons:
    """Counts them again from the record and the performers; everything is indexed once, when it is first asked."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def wrong(self, task: Obligation, outcome: TaskOutcome) -> Iterator[str]:
        """What is not true of the words; nothing for work that was settled otherwise."""
        if task.is_open or outcome.status is not TaskStatus.UNPLACED or outcome.reason_code not in _CODES:
            return
        name, told = task.name, outcome.reason
        while follows := _FOLLOWS.fullmatch(told):
            name, told = ProcedureName(follows["name"]), follows["rest"]
        if stopped := _STOPPED.fullmatch(told):
            yield from self._stopped(task, name, stopped)
        elif nobody := _NOBODY.fullmatch(told):
            yield from self._nobody(task, name, nobody)
        else:
            yield f'nobody can check "{told}".'

    def _stopped(self, task: Obligation, name: ProcedureName, told: "re.Match[str]") -> Iterator[str]:
        model = self._facts.asset(task.asset_tag).make_model
        release = self._releases.get((model, told["patch"]))
        if release is None or release.version != told["version"]:
            yield f"there is no release {told['version']} ({told['patch']}) for it."
            return
        right = [self._told(model, one, release) for one in (name, *sorted(self._patching - {name}))]
        if told["told"] not in right:
            yield f"the roll-out is said to have stopped: {told['told']}; by the record: {right[0] or 'nothing'}."

    def _told(self, model: MakeModel, name: ProcedureName, release: Patch) -> str:
        """What went wrong with the release, by one procedure; several may install it, and any of them stops it."""
        rows = (self._last_wrong(asset, name, release) for asset in self._assets.get(model, ()))
        return ", ".join(
            f"{row.asset_tag} ({row.outcome.value.replace('_', ' ')} on {row.done_on})" for row in rows if row
        )

    def _last_wrong(self, asset: Asset, name: ProcedureName, release: Patch) -> HistoryRow | None:
        """The last try of an asset that went wrong since the release, if nothing went right after it."""
        if asset.software_version.strip().casefold() == release.version.strip().casefold():
            return None
        rows = [row for row in self._record.get(asset.asset_tag, ()) if row.procedure == name]
        right = [row.done_on for row in rows if row.outcome in SATISFYING]
        since = release.validated_on or release.released_on or date.min
        wrong = [row for row in rows if row.outcome in _WRONG and row.done_on >= since]
        return wrong[-1] if wrong and wrong[-1].done_on > max(right, default=date.min) else None

    def _nobody(self, task: Obligation, name: ProcedureName, told: "re.Match[str]") -> Iterator[str]:
        model = self._facts.model_of(task.asset_tag)
        if (said := model.patch_performer.value.replace("_", " ")) != told["kind"]:
            yield f"it is said that only the {told['kind']} may patch it; by the tables it is the {said}."
        if told["equipment"] != " ".join(model.key):
            yield f"it is said to be {told['equipment']}; it is {' '.join(model.key)}."
        row = self._facts.procedure_of(task.asset_tag, name)
        skill = None if row is None else row.skill
        performers = self._facts.programme.performers.values()
        number = sum(self._may(one, told["kind"], model.make, skill) for one in performers)
        if int(told["number"]) != number:
            yield f"{told['number']} performers are said to be able to come; by the tables it is {number}."

    def _may(self, one: Performer, kind: str, make: str, skill: str | None) -> bool:
        if kind == "manufacturer":
            same = one.performer.strip().casefold() == make.strip().casefold()
            return one.kind is PerformerKind.MANUFACTURER and same
        return one.kind is PerformerKind.SERVICE_PROVIDER and (skill is None or skill in one.skills)

    @cached_property
    def _patching(self) -> frozenset[ProcedureName]:
        return frozenset(row.procedure for row in self._facts.programme.procedures if row.kind is ProcedureKind.PATCH)

    @cached_property
    def _releases(self) -> Mapping[tuple[MakeModel, str], Patch]:
        return {((row.make, row.model), row.patch): row for row in self._facts.programme.patches}

    @cached_property
    def _record(self) -> Mapping[AssetTag, list[HistoryRow]]:
        found: dict[AssetTag, list[HistoryRow]] = defaultdict(list)
        for row in sorted(self._facts.programme.history, key=lambda row: row.done_on):
            found[row.asset_tag].append(row)
        return found

    @cached_property
    def _assets(self) -> Mapping[MakeModel, list[Asset]]:
        found: dict[MakeModel, list[Asset]] = defaultdict(list)
        for _, asset in sorted(self._facts.programme.assets.items()):
            if asset.status is not AssetStatus.RETIRED:
                found[asset.make_model].append(asset)
        return found
