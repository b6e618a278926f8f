"""Search over all objects that the user may see.

Apps register their models in `registry.py`. Read `models.py` (the index), then `services.py` and `queries.py`.
"""
