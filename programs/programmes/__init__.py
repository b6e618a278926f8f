"""Programmes of organisations, their partners, the needs they answer, and overlaps with other programmes.

Read `models.py` and `services.py` first, then `need_answers.py`, `landscape.py` (overlaps) and `overlap_answers.py`.
`tile_map.py` lays out the map.
"""
