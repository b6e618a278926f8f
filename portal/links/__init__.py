"""Links that work without an account, each for one purpose and one object. Read `models.py`, then `services.py`."""
