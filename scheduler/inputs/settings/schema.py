"""The keys of programme.yaml, checked by pydantic; an absent or blank key keeps the default of the domain."""

from typing import Annotated

from pydantic import ConfigDict, Field

from scheduler.domain.equipment import Anchor
from scheduler.domain.policy import FirstDue
from scheduler.inputs.settings.contract_keys import ContractKeys
from scheduler.inputs.settings.leaves import Days, Keys, Name, Points, Share, Window, YesNo


class RiskPolicyKeys(Keys):
    """Tolerance of one risk class."""

    window: Window | None = None
    anchor: Anchor | None = None
    hard_window: YesNo | None = None
    late_allowed_days: Days | None = None


class PolicyKeys(Keys):
    """Rules of counting."""

    high_risk: RiskPolicyKeys = RiskPolicyKeys()
    other: RiskPolicyKeys = RiskPolicyKeys()
    aem_for_life_support: YesNo | None = None
    aem_months_of_history: Annotated[int, Field(ge=0, le=1200)] | None = None
    reattempt_days: Days | None = None
    max_attempts: Annotated[int, Field(ge=1, le=100)] | None = None
    first_due: FirstDue | None = None
    assume_current_done: YesNo | None = None
    default_downtime: str | None = None


class CapacityKeys(Keys):
    """Shares of shift time."""

    scheduled_share: Share | None = None
    reserve: Share | None = None
    max_day_share: Share | None = None
    between_departments_minutes: Annotated[int, Field(ge=0, le=480)] | None = None
    even_load: YesNo | None = None


class ImpactKeys(Keys):
    """Weights and borders of the clinical-impact class."""

    weights: dict[str, Annotated[int, Field(ge=0, le=1000)]] | None = None
    borders: dict[Name, Annotated[int, Field(ge=0, le=100)]] | None = None
    profile: str | None = None
    em_borders: dict[Name, Annotated[int, Field(ge=0, le=20)]] | None = None


class PatchingKeys(Keys):
    """Defaults of roll-outs."""

    deadline_table: str | None = None
    clock: str | None = None
    pilot: Annotated[int, Field(ge=0, le=10_000)] | None = None
    soak_days: Annotated[int, Field(ge=0, le=365)] | None = None
    waves: Annotated[int, Field(ge=1, le=100)] | None = None
    contract_days: dict[str, Days] | None = None
    tables_by_impact: dict[str, str] | None = None
    check_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    control_review: Annotated[int, Field(ge=1, le=3650)] | None = None
    control_approver: str | None = None


class AliasKeys(Keys):
    """Spellings that mean the same: theirs → ours."""

    makes: dict[str, str] = {}
    models: dict[str, str] = {}


class TableKeys(Keys):
    """How one table stands in a foreign export."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str | None = None
    sheet: str | None = None
    skip_rows: Annotated[int, Field(ge=0, le=10_000)] = 0
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    date_format: str = ""
    filter: dict[str, list[str]] = {}


class ProgrammeKeys(Keys):
    """programme.yaml as a whole."""

    name: Annotated[str, Field(min_length=1)]
    timezone: str | None = None
    policies: PolicyKeys = PolicyKeys()
    capacity: CapacityKeys = CapacityKeys()
    objective: dict[str, Points] = {}
    impact: ImpactKeys = ImpactKeys()
    patching: PatchingKeys = PatchingKeys()
    contracts: list[ContractKeys] = []
    aliases: AliasKeys = AliasKeys()
    tables: dict[str, TableKeys] = {}
