"""Units of a course, progress, and tests from the question bank of an edition.

Read `models.py` first, then `services.py` (progress), `quiz_attempts.py`, `blueprint.py` (selection of questions) and
`scoring.py`. `retention.py` sends the test six months after the course.
"""
