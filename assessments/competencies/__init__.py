"""Competency frameworks: editions, levels, role profiles and mappings, exchanged as 1EdTech CASE packages.

Read `models` and `profile_models` first, then `editing` and `draft_details` (changes to a draft edition) and `services`
(the framework that the portal ships). CASE: `case_package` is the parsed form, `case_reader`, `case_shape` and
`case_unsupported` create it from a file, `case_import` stores it, `case_export` writes an edition.
"""
