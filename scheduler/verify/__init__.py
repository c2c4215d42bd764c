"""Fresh eyes: what a plan breaks, owes and costs, worked out again from the raw tables without a solver."""
