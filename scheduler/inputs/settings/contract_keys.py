"""The keys of one service agreement in programme.yaml, each with what it means; an absent figure is a gap."""

from enum import Enum
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from scheduler.domain.agreement import AppendixPart
from scheduler.domain.calendar import parse_periodicity
from scheduler.domain.security import Severity
from scheduler.domain.service_terms import (
    Access,
    Clock,
    Exclusion,
    Strategy,
    TimeUnit,
    Within,
)
from scheduler.inputs.settings.leaves import Day, Every, Hours, Keys, Name, Percent, Weekly, parsed

MOST_PARTIES = 40
_UNITS = {
    "hour": TimeUnit.HOURS,
    "h": TimeUnit.HOURS,
    "day": TimeUnit.DAYS,
    "calendar day": TimeUnit.DAYS,
    "working day": TimeUnit.WORKING_DAYS,
    "business day": TimeUnit.WORKING_DAYS,
}


class Language(Enum):
    """The languages of the appendix."""

    EN = "en"
    ES = "es"


def parse_within(text: str) -> Within:
    """Read "72 hours", "30 days", "10 working days". Raises ValueError."""
    number, _, unit = " ".join(text.casefold().split()).partition(" ")
    known = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))
    if not number.isascii() or not number.isdigit() or len(number) > 5 or known is None:
        raise ValueError("a length of time such as 72 hours, 30 days or 10 working days")
    return Within(int(number), known)


def _as_periodicity(text: str) -> str:
    parse_periodicity(text)
    return text


def _as_list(value: object) -> object:
    """Take one word where a list of them is meant."""
    return [value] if isinstance(value, str) and value else value


def _each_once(value: list[Any]) -> list[Any]:
    if repeated := [item for place, item in enumerate(value) if item in value[:place]]:
        raise ValueError(f"each once; {getattr(repeated[0], 'value', repeated[0])} stands there twice")
    return value


Deadline: TypeAlias = Annotated[Within, parsed(parse_within)]
PeriodText: TypeAlias = Annotated[str, AfterValidator(_as_periodicity)]
Party: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Label: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
Parties: TypeAlias = Annotated[list[Party], BeforeValidator(_as_list), AfterValidator(_each_once)]


class AssignmentKeys(Keys):
    """Who does what for one kind of work."""

    responsible: Annotated[Parties, Field(description="The parties that do it; at least one.")] = []
    accountable: Annotated[Parties, Field(description="The party that answers for it; exactly one.")] = []
    consulted: Annotated[Parties, Field(description="The parties that are asked before.")] = []
    informed: Annotated[Parties, Field(description="The parties that are told after.")] = []


class ResponseKeys(Keys):
    """Response and restoration times of a modality."""

    modality: Annotated[
        str | None, Field(description="The modality; without one, every modality that has no entry of its own.")
    ] = None
    response_critical_h: Annotated[Hours | None, Field(description="Hours to answer a critical call.")] = None
    response_routine_h: Annotated[Hours | None, Field(description="Hours to answer a routine call.")] = None
    restoration_critical_h: Annotated[
        Hours | None, Field(description="Hours to restore service after a critical call.")
    ] = None
    restoration_routine_h: Annotated[
        Hours | None, Field(description="Hours to restore service after a routine call.")
    ] = None
    coverage_hours: Annotated[
        str, Field(description="When calls are answered, if not as the whole agreement says.")
    ] = ""


class UptimeKeys(Keys):
    """The uptime promised."""

    percent: Annotated[
        Percent | None, Field(description="The share of required hours in which an asset can serve.")
    ] = None
    by_modality: Annotated[dict[str, Percent], Field(description="Another share for a modality.")] = {}
    every: Annotated[Every | None, Field(description="The period that it is measured over.")] = None
    hours: Annotated[Weekly | None, Field(description="The hours in which assets are required to serve.")] = None
    excluded: Annotated[
        Annotated[list[Exclusion], AfterValidator(_each_once)],
        Field(description="What is no downtime, beside agreed downtime windows."),
    ] = []


class NoticeKeys(Keys):
    """How soon a party tells of a newly found vulnerability."""

    party: Annotated[Party, Field(description="The party that tells.")]
    within: Annotated[Deadline | None, Field(description="How soon.")] = None
    clock: Annotated[Clock | None, Field(description="What it is counted from.")] = None


class PatchDeadlineKeys(Keys):
    """How soon a party has done its part of a patch."""

    party: Annotated[Party, Field(description="The party with a part: the manufacturer validates, others install.")]
    severity: Annotated[Severity, Field(description="The severity of the vulnerability, as published.")]
    within: Annotated[Deadline | None, Field(description="How soon.")] = None
    clock: Annotated[Clock | None, Field(description="What it is counted from.")] = None


class ReportKeys(Keys):
    """A report that one party owes others."""

    report: Annotated[Name, Field(description="What is reported.")]
    every: Annotated[Every | None, Field(description="How often.")] = None
    by: Annotated[Party | None, Field(description="Who writes it.")] = None
    to: Annotated[Parties, Field(description="Who gets it.")] = []
    within: Annotated[Deadline | None, Field(description="How soon after the period's end.")] = None


class ServiceLevelKeys(Keys):
    """What is promised about time."""

    response: Annotated[list[ResponseKeys], Field(description="Response and restoration times by modality.")] = []
    response_clock: Annotated[Clock | None, Field(description="What response and restoration are counted from.")] = None
    uptime: Annotated[UptimeKeys, Field(description="The uptime promised.")] = UptimeKeys()
    notification: Annotated[
        list[NoticeKeys], Field(description="How soon each party tells of a new vulnerability.")
    ] = []
    patching: Annotated[
        list[PatchDeadlineKeys], Field(description="How soon each party has done its part of a patch.")
    ] = []
    reporting: Annotated[list[ReportKeys], Field(description="The reports that parties owe each other.")] = []


class ClassStrategyKeys(Keys):
    """What is expected for a clinical-impact class."""

    strategies: Annotated[
        Annotated[list[Strategy], AfterValidator(_each_once)], Field(description="What is expected.")
    ] = []
    review_every: Annotated[Every | None, Field(description="How often the risk is looked at again.")] = None


class TopicKeys(Keys):
    """How a topic of monitoring is reported."""

    every: Annotated[Every | None, Field(description="How often, as a rule.")] = None
    within: Annotated[Deadline | None, Field(description="How soon after a change.")] = None


class MonitoringKeys(Keys):
    """What the provider sees of passive network monitoring."""

    access: Annotated[Access | None, Field(description="The provider's access.")] = None
    tool: Annotated[str, Field(description="The monitoring tool.")] = ""
    reports: Annotated[
        dict[str, TopicKeys],
        Field(description="What the provider reports from it: presence, communication, vulnerabilities, risk_score."),
    ] = {}


class RiskKeys(Keys):
    """Risk management."""

    strategies: Annotated[
        dict[str, ClassStrategyKeys],
        Field(description="What is expected, by clinical-impact class (the names in impact.borders, or not_assessed)."),
    ] = {}
    end_of_support_notice: Annotated[
        Every | None, Field(description="How long before it ends lost support is told.")
    ] = None
    monitoring: Annotated[MonitoringKeys, Field(description="The provider's access to network monitoring.")] = (
        MonitoringKeys()
    )


class ListKeys(Keys):
    """The commitment to share the equipment list."""

    shared_with: Annotated[Parties, Field(description="The parties that get the equipment list.")] = []
    every: Annotated[Every | None, Field(description="How often they get it.")] = None


class CorrelationKeys(Keys):
    """A target date for the correlation of CMMS and CMDB."""

    site: Annotated[
        str | None, Field(description="The site; without one, every site that has no entry of its own.")
    ] = None
    by: Annotated[Day | None, Field(description="The day by which the share is reached.")] = None
    percent: Annotated[Percent | None, Field(description="The share of networked assets found in the CMDB.")] = None


class ContractKeys(Keys):
    """One service agreement; the table coverage says which assets it is about."""

    contract: Annotated[Name, Field(description="Its short name, as in the table coverage.")]
    title: Annotated[str, Field(description="Its title.")] = ""
    number: Annotated[str, Field(description="Its number.")] = ""
    parties: Annotated[list[Name], Field(description="Who concludes it.")] = []
    effective_date: Annotated[Day | None, Field(description="The day it takes effect.")] = None
    term: Annotated[str, Field(description="How long it runs.")] = ""
    version: Annotated[str, Field(description="The version of the agreement.")] = ""
    governing_documents: Annotated[list[Name], Field(description="The documents that come before it.")] = []
    coverage_hours: Annotated[str, Field(description="When calls are answered.")] = ""
    languages: Annotated[
        Annotated[list[Language], AfterValidator(_each_once)],
        Field(description="The languages of its appendix; the first is the default."),
    ] = []
    review_every: Annotated[
        PeriodText, Field(description="How often the appendix is reviewed: a periodicity such as 6 months.")
    ] = ""
    roles: Annotated[
        Annotated[dict[Party, Label], Field(max_length=MOST_PARTIES)],
        Field(description="Names of the parties of the responsibility matrix; a new key is a party of its own."),
    ] = {}
    responsibilities: Annotated[
        dict[str, AssignmentKeys],
        Field(
            description="Who does what, by kind of procedure or asset_data, patch_validation, deployment, monitoring, "
            "incident_response; the columns of a procedure's own row come first."
        ),
    ] = {}
    service_levels: Annotated[ServiceLevelKeys, Field(description="What is promised about time.")] = ServiceLevelKeys()
    risk: Annotated[RiskKeys, Field(description="Risk management.")] = RiskKeys()
    equipment_list: Annotated[ListKeys, Field(description="The commitment to share the equipment list.")] = ListKeys()
    correlation: Annotated[
        list[CorrelationKeys], Field(description="Target dates for the correlation with the CMDB.")
    ] = []
    parts: Annotated[
        Annotated[list[AppendixPart], AfterValidator(_each_once)],
        Field(description="The parts of the appendix that are wanted; without them, all."),
    ] = []
    template: Annotated[str, Field(description="A house template (.docx) in the programme's folder.")] = ""
