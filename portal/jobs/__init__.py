"""Long tasks with progress, which run in a worker, survive its crash and run exactly once.

Read `models.py` and `services.py` first, then `claims.py` (which worker runs a job), `out_of_band.py` (progress during
a transaction) and `outcomes.py`. `heartbeat.py` shows whether workers run.
"""
