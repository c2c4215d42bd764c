"""The two service agreements of the generated health system, with everything that their appendix prints."""

# ruff: noqa: E501 (an entry stands on one line, as in the file)

from collections.abc import Sequence

_MATRIX = (
    ("pm", "{doer}", "hospital_htm", "manufacturer", "clinical_department"),
    ("calibration", "{doer}", "hospital_htm", "", "clinical_department"),
    ("safety", "hospital_htm", "hospital_htm", "", "clinical_department"),
    ("inspection", "hospital_htm", "hospital_htm", "", "clinical_department"),
    ("incoming", "hospital_htm", "hospital_htm", "service_provider", "it_security, clinical_department"),
    ("recall", "{doer}, manufacturer", "hospital_htm", "", "clinical_department"),
    ("patch", "{patcher}", "hospital_htm", "it_security, manufacturer", "clinical_department"),
    ("cleaning", "clinical_department", "clinical_department", "", "hospital_htm"),
    ("other", "hospital_htm", "hospital_htm", "", "clinical_department"),
    ("asset_data", "hospital_htm, service_provider", "hospital_htm", "network", "it_security"),
    ("patch_validation", "manufacturer", "manufacturer", "service_provider", "hospital_htm, it_security"),
    ("deployment", "{patcher}", "hospital_htm", "network, backup, identity_access", "clinical_department"),
    ("monitoring", "it_security, network", "it_security", "", "hospital_htm, service_provider"),
    ("incident_response", "it_security, hospital_htm", "it_security", "manufacturer, backup", "clinical_department"),
)
"""Subject, responsible, accountable, consulted, informed."""

_IMAGING = """\
  - contract: IMG-2025-02
    title: Imaging equipment service agreement
    number: "2025-0417"
    parties: [Great Rivers Health, GE Healthcare, Philips, Siemens]
    effective_date: 2025-07-01
    term: 36 months
    version: "1.2"
    governing_documents: [Master services agreement of 2025-06-12]
    coverage_hours: Mon-Fri 08:00-17:00
    languages: [en, es]
    review_every: 12 months
    roles: {hospital_htm: Clinical engineering, clinical_department: Department head}
<MATRIX>
    service_levels:
      response:
        - {modality: angiography, response_critical_h: 1, response_routine_h: 8, restoration_critical_h: 8, restoration_routine_h: 48, coverage_hours: "Mon-Sun 00:00-24:00"}
        - {restoration_critical_h: 12, restoration_routine_h: 72}
      response_clock: call_logged
      uptime:
        percent: 95
        by_modality: {angiography: 98, pet-ct: 97}
        every: 3 months
        hours: Mon-Fri 07:00-19:00
        excluded: [hospital_delay, misuse, utilities, force_majeure]
      notification:
        - {party: manufacturer, within: 30 days, clock: manufacturer_learns}
        - {party: service_provider, within: 24 hours, clock: party_learns}
        - {party: hospital_htm, within: 2 working days, clock: detected}
      patching:
        - {party: manufacturer, severity: critical, within: 30 days, clock: advisory_published}
        - {party: manufacturer, severity: high, within: 60 days, clock: advisory_published}
        - {party: manufacturer, severity: medium, within: 90 days, clock: advisory_published}
        - {party: service_provider, severity: critical, within: 14 days, clock: patch_validated}
        - {party: service_provider, severity: high, within: 30 days, clock: patch_validated}
        - {party: service_provider, severity: medium, within: 90 days, clock: patch_validated}
        - {party: hospital_htm, severity: critical, within: 7 days, clock: patch_validated}
      reporting:
        - {report: Scheduled maintenance completed and missed, every: 1 month, by: service_provider, to: hospital_htm, within: 10 working days}
        - {report: Uptime by asset, every: 3 months, by: service_provider, to: hospital_htm, within: 15 days}
        - {report: Open vulnerabilities and patch status, every: 1 month, by: service_provider, to: [hospital_htm, it_security], within: 5 working days}
    risk:
      strategies:
        critical: {strategies: [patch, segment, monitor, compensating_control], review_every: 3 months}
        high: {strategies: [patch, segment, monitor], review_every: 6 months}
        medium: {strategies: [patch, monitor], review_every: 12 months}
        low: {strategies: [monitor, replace], review_every: 12 months}
      end_of_support_notice: 24 months
      monitoring:
        access: read_only
        tool: Passive monitoring of the clinical networks
        reports:
          presence: {every: 1 week, within: 24 hours}
          communication: {every: 1 month, within: 24 hours}
          vulnerabilities: {every: 1 month, within: 2 working days}
          risk_score: {every: 1 month}
    equipment_list: {shared_with: [it_security, network], every: 1 month}
    correlation:
      - {site: RBM, by: 2026-12-31, percent: 95}
      - {by: 2027-12-31, percent: 90}
"""

_BEDS = """\
  - contract: BIO-2026-04
    title: Bed and stretcher maintenance
    number: "2026-0098"
    parties: [Great Rivers Health, Northgate Biomedical]
    effective_date: 2026-01-01
    term: 24 months
    version: "1.0"
    governing_documents: []
    coverage_hours: Mon-Fri 07:00-16:00
    languages: [en]
    review_every: 12 months
    roles: {hospital_htm: Clinical engineering, clinical_department: Department head, service_provider: Northgate Biomedical}
<MATRIX>
    service_levels:
      response:
        - {restoration_critical_h: 48}
      response_clock: call_logged
      reporting:
        - {report: Scheduled maintenance completed and missed, every: 3 months, by: service_provider, to: hospital_htm}
    equipment_list: {shared_with: it_security, every: 12 months}
"""


def contracts_yaml() -> str:
    """Return the list `contracts` of programme.yaml. The second agreement leaves gaps, as real ones do."""
    imaging = _IMAGING.replace("<MATRIX>", _matrix("service_provider", "service_provider"))
    return f"contracts:\n{imaging}{_BEDS.replace('<MATRIX>', _matrix('service_provider', 'hospital_htm'))}"


def _matrix(doer: str, patcher: str) -> str:
    lines = ["    responsibilities:"]
    for subject, *parties in _MATRIX:
        said = [each.format(doer=doer, patcher=patcher) for each in parties]
        lines.append(f"      {subject}: {{{', '.join(_assigned(said))}}}")
    return "\n".join(lines)


def _assigned(parties: Sequence[str]) -> list[str]:
    names = ("responsible", "accountable", "consulted", "informed")
    return [
        f"{name}: [{said}]" if "," in said else f"{name}: {said}"
        for name, said in zip(names, parties, strict=True)
        if said
    ]
