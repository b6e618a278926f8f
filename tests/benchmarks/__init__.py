"""`make bench`: what the portal costs, as ratios and counts from one run."""
