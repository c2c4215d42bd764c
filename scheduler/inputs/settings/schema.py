"""The keys of programme.yaml, checked by pydantic; an absent or blank key keeps the default of the domain."""

from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from scheduler.domain.calendar import WindowProfile, parse_window
from scheduler.domain.equipment import Anchor
from scheduler.domain.policy import FirstDue
from scheduler.inputs.cells import YES_NO, CellError, CellType
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.lexicon import Lexicon

T = TypeVar("T")


def _by(cell: CellType[T]) -> BeforeValidator:
    """Read a leaf the way a table reads a cell."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return cell.read(value.strip(), Lexicon.empty())
        except CellError as fault:
            raise ValueError("; ".join(filter(None, (fault.expected, fault.hint)))) from fault

    return BeforeValidator(read)


def _window(value: object) -> object:
    return parse_window(value) if isinstance(value, str) else value


YesNo: TypeAlias = Annotated[bool, _by(YES_NO)]
Day: TypeAlias = Annotated[Any, _by(DAY)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Window: TypeAlias = Annotated[WindowProfile, BeforeValidator(_window)]
Points: TypeAlias = Annotated[int, Field(ge=0, le=1_000_000_000)]
Days: TypeAlias = Annotated[int, Field(ge=0, le=3660)]


class Keys(BaseModel):
    """A mapping with known keys only; a blank value is as if the key were not there."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, value: object) -> object:
        if value == "":
            return {}
        return {key: item for key, item in value.items() if item != ""} if isinstance(value, dict) else value

    def said(self) -> dict[str, Any]:
        """Return the keys that the file has, as arguments for the domain's type."""
        return {key: getattr(self, key) for key in self.model_fields_set}


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
    borders: dict[str, Annotated[int, Field(ge=0, le=100)]] | None = None
    profile: str | None = None


class PatchingKeys(Keys):
    """Defaults of roll-outs."""

    deadline_table: str | None = None
    clock: str | None = None
    pilot: Annotated[int, Field(ge=0, le=10_000)] | None = None
    soak_days: Annotated[int, Field(ge=0, le=365)] | None = None
    waves: Annotated[int, Field(ge=1, le=100)] | None = None
    contract_days: dict[str, Days] | None = None


class ContractKeys(Keys):
    """The facts of one service agreement."""

    contract: str
    title: str = ""
    number: str = ""
    parties: list[str] = []
    effective_date: Day | None = None
    term: str = ""
    version: str = ""
    governing_documents: list[str] = []
    coverage_hours: str = ""
    languages: list[str] = []
    review_every: str = ""


class AliasKeys(Keys):
    """Spellings that mean the same."""

    makes: dict[str, str] = {}


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
