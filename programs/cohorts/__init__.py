"""Cohorts, applications, seats and enrolments.

Read `models.py` first, then `seats.py` (who gets a seat), `services.py` and `bulk_decisions.py`. `setup.py` creates and
changes cohorts; `lifecycle.py` opens, cancels and removes them; `duplication.py` copies them. `emails.py` informs the
applicants; with `messages.py` staff write to the people of a cohort themselves.
"""
