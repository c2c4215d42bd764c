"""The programme.yaml of the generated health system."""

from examples.generate.contracts import contracts_yaml

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
"""


def programme_yaml(seed: int, assets: int, reserve: float) -> str:
    """Return its decisions, and its agreements."""
    return TEXT.format(seed=seed, assets=assets, reserve=reserve) + contracts_yaml()
