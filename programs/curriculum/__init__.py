"""Modules, their editions and sections, and which competencies and needs they cover.

Read `models.py` first, then `services.py` and `sections.py`. `coverage.py` has the pure rules of the coverage map,
`coverage_queries.py` its data. `module_answers.py` links modules to training needs.
"""
