"""Pages of court figures: jurisdictions, returns, reference sheets."""
