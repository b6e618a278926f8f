"""Sessions of a cohort, attendance and the calendar file.

Read `models.py` first, then `services.py` and `queries.py`.
"""
