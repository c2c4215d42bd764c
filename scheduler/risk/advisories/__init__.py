"""Which advisories concern which models and assets: names, versions, answers of the planner."""
