"""Contributions and expenditure of programmes, and the gap between needs and spending.

Read `models.py` first, then `queries.py`. `gaps.py` has the pure rules of the funding gap, `gap_queries.py` its data.
"""
