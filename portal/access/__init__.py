"""Access control and errors, used by every app.

Read `policies.py` and `decorators.py` first (each view declares its policy), then `errors.py` (errors of services) and
`problems.py` (errors of the API). `rows.py` and `row_copies.py` lock, order, delete and copy rows.
"""
