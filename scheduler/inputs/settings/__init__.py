"""programme.yaml: read without trust, checked, and turned into the decisions of the domain."""
