"""`make bench` measures the portal and reports ratios and counts from one run."""
