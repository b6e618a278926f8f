"""Workshops, interviews and desk reviews that complement a questionnaire.

Read `models` first, then `services` and `queries` (findings beside the ranking). Apps above register known figures of a
jurisdiction in `registry`.
"""
