"""Accounts, sign-in and roles.

Read `models.py` first (the user and the role assignments), then `queries.py` (who has which role where), `policies.py`
and `services.py`. `adapter.py`, `backends.py` and `second_factor.py` adapt django-allauth.
"""
