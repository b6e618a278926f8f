"""The directory: jurisdictions, organisations and courts, which administrators set up and keep in order.

Read `countries` (the list that jurisdictions are chosen from), then `services` and `merging`.
"""
