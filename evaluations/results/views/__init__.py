"""Pages of a results framework: the plan, and each milestone."""
