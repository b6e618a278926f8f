"""Sessions of a cohort, attendance and the calendar file.

Read `models.py` first, then `services.py` and `queries.py`. `attendance.py` records who was present: entered by staff,
by participants with a code (`codes.py`), or imported from the list of a meeting (`meeting_imports.py`, with
`meeting_lists.py` and `meeting_matching.py`).
"""
