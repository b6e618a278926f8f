"""Long tasks with progress, which run in a worker, survive its crash and run exactly once.

Read `models.py` and `services.py` first, then `leases.py` (which worker runs a job, and its progress), `outcomes.py`
(how a job ends) and `kinds.py` (what apps register).
"""
