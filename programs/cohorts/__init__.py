"""Cohorts, applications, seats and enrolments.

Read `models.py` first, then `seats.py` (who gets a seat), `services.py` and `bulk_decisions.py`. `setup.py` creates and
changes cohorts; `emails.py` informs the applicants.
"""
