"""The programme.yaml of the generated health system."""

TEXT = """\
# Great Rivers Health: a generated health system. Written by examples/generate; seed {seed}, {assets} assets.
name: Great Rivers Health
timezone: America/Indiana/Indianapolis
policies:
  high_risk:
    window: joint-commission
    anchor: completion
    hard_window: no
    late_allowed_days: 15
  other:
    window: joint-commission
    anchor: completion
    hard_window: no
    late_allowed_days: 30
  aem_for_life_support: no
  aem_months_of_history: 36
  reattempt_days: 5
  max_attempts: 2
  first_due: spread
  assume_current_done: yes
capacity:
  scheduled_share: 0.5
  reserve: {reserve}
  max_day_share: 0.8
  between_departments_minutes: 10
  even_load: yes
contracts:
  - contract: IMG-2025-02
    title: Imaging equipment service agreement
    number: "2025-0417"
    parties: [Great Rivers Health, GE Healthcare, Philips, Siemens]
    effective_date: 2025-07-01
    term: 36 months
    version: "1.2"
    governing_documents: [Master services agreement of 2025-06-12]
    coverage_hours: Mon-Fri 08:00-17:00
    languages: [en]
    review_every: 12 months
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
"""


def programme_yaml(seed: int, assets: int, reserve: float) -> str:
    return TEXT.format(seed=seed, assets=assets, reserve=reserve)
