"""People, with or without an account: their names, affiliations and profiles.

Read `models.py` first, then `services.py`.
"""
