"""The audit log: actions recorded by services, and copies of changed rows made by triggers.

Read `models.py` and `services.py` first, then `tracking.py` and `freeze_triggers.py`. `registry.py` has the labels of
actions.
"""
