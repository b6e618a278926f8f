"""Pages of court figures: jurisdictions, caseload returns and indicators."""
