"""From the keys of an agreement to its domain; texts that name sites and modalities are looked up later."""

from scheduler.domain.agreement import Contract
from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.ids import ModalityId, RoleId, SiteId
from scheduler.domain.service_terms import (
    STANDARD_ROLES,
    Activity,
    Assignment,
    ClassStrategy,
    CorrelationTarget,
    HouseTemplate,
    ListSharing,
    Notice,
    PatchDeadline,
    Report,
    ResponseTimes,
    RiskTerms,
    ServiceLevels,
    Subject,
    Topic,
    TopicReport,
    Uptime,
)
from scheduler.inputs.settings.contract_keys import (
    AssignmentKeys,
    ContractKeys,
    ResponseKeys,
    RiskKeys,
    ServiceLevelKeys,
    UptimeKeys,
)


def contract_of(keys: ContractKeys) -> Contract:
    """Return the agreement; keys at fault have been reported, and are left out here."""
    return Contract(
        contract=keys.contract.strip(),
        title=keys.title,
        number=keys.number,
        parties=tuple(keys.parties),
        effective_date=keys.effective_date,
        term=keys.term,
        version=keys.version,
        governing_documents=tuple(keys.governing_documents),
        coverage_hours=keys.coverage_hours,
        languages=tuple(language.value for language in keys.languages),
        review_every=keys.review_every,
        roles={**dict.fromkeys(STANDARD_ROLES, ""), **{RoleId(role): name for role, name in keys.roles.items()}},
        assignments={
            subject: _assignment(said)
            for key, said in keys.responsibilities.items()
            if (subject := subject_of(key)) is not None
        },
        service_levels=_service_levels(keys.service_levels),
        risk=_risk(keys.risk),
        equipment_list=ListSharing(_roles(keys.equipment_list.shared_with), keys.equipment_list.every),
        correlation=tuple(
            CorrelationTarget(SiteId(each.site) if each.site not in (None, "*") else None, each.by, each.percent)
            for each in keys.correlation
        ),
        parts=tuple(keys.parts),
        template=HouseTemplate(keys.template, b"") if keys.template else None,
    )


def subject_of(key: str) -> Subject | None:
    """Return the kind of work that a key of `responsibilities` names."""
    if key in set(ProcedureKind):
        return ProcedureKind(key)
    return Activity(key) if key in set(Activity) else None


def _assignment(keys: AssignmentKeys) -> Assignment:
    accountable = _roles(keys.accountable)
    return Assignment(
        _roles(keys.responsible),
        accountable[0] if len(accountable) == 1 else None,
        _roles(keys.consulted),
        _roles(keys.informed),
    )


def _service_levels(keys: ServiceLevelKeys) -> ServiceLevels:
    return ServiceLevels(
        response=tuple(map(_response, keys.response)),
        response_clock=keys.response_clock,
        uptime=_uptime(keys.uptime),
        notification=tuple(Notice(RoleId(each.party), each.within, each.clock) for each in keys.notification),
        patching=tuple(
            PatchDeadline(RoleId(each.party), each.severity, each.within, each.clock) for each in keys.patching
        ),
        reporting=tuple(
            Report(each.report, each.every, RoleId(each.by) if each.by else None, _roles(each.to), each.within)
            for each in keys.reporting
        ),
    )


def _response(keys: ResponseKeys) -> ResponseTimes:
    return ResponseTimes(
        ModalityId(keys.modality) if keys.modality not in (None, "*") else None,
        keys.response_critical_h,
        keys.response_routine_h,
        keys.restoration_critical_h,
        keys.restoration_routine_h,
        keys.coverage_hours,
    )


def _uptime(keys: UptimeKeys) -> Uptime:
    by_modality = {ModalityId(modality): percent for modality, percent in keys.by_modality.items()}
    return Uptime(keys.percent, by_modality, keys.every, keys.hours, tuple(keys.excluded))


def _risk(keys: RiskKeys) -> RiskTerms:
    monitoring = keys.monitoring
    return RiskTerms(
        strategies={
            name: ClassStrategy(tuple(said.strategies), said.review_every) for name, said in keys.strategies.items()
        },
        end_of_support_notice=keys.end_of_support_notice,
        access=monitoring.access,
        tool=monitoring.tool,
        reports={
            Topic(topic): TopicReport(said.every, said.within)
            for topic, said in monitoring.reports.items()
            if topic in set(Topic)
        },
    )


def _roles(names: list[str]) -> tuple[RoleId, ...]:
    return tuple(RoleId(name) for name in names)
