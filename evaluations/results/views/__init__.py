"""Pages of a results framework and its milestones."""
