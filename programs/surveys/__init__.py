"""Surveys of a cohort: feedback, transfer to work, and reports on exchanges.

Read `models.py` first, then `services.py`, `queries.py` and `transfer.py` (the transfer rate and its interval).
"""
