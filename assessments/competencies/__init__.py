"""Competency frameworks: editions, levels, role profiles and mappings, exchanged as 1EdTech CASE packages.

Read `models` and `profile_models` first, then `editing` and `draft_details` (changes to a draft edition) and `services`
(the framework that the portal ships). `case_exchange` reads and writes files.
"""
