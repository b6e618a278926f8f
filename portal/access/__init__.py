"""Access control and errors, used by every app.

Read `policies.py` and `decorators.py` first (each view declares its policy), then `errors.py` (errors of services) and
`problems.py` (errors of the API). `locking.py`, `ordering.py`, `delete_guards.py` and `row_copies.py` are for
services that change rows which several people may edit.
"""
