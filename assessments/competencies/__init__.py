"""Competency frameworks: editions, levels, role profiles and mappings, exchanged as 1EdTech CASE packages.

Read `models` and `profile_models` first, then `editing` (a draft edition and its competencies), `behaviours`,
`role_profiles`, `mappings` and `services` (the framework that the portal ships). `case_exchange` is for files.
"""
