"""Completion of a course: criteria, each person's progress, and the completion itself.

Read `rules.py` first (pure rules), then `queries.py` and `services.py`.
"""
