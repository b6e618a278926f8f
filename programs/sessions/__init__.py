"""Sessions of a cohort, attendance and the calendar file.

Read `models.py` first, then `services.py` and `queries.py`. `attendance.py` records who was present: entered by staff,
or by participants with a code (`codes.py`).
"""
