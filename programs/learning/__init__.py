"""Units of a course, progress, and tests from the question bank of an edition.

Read `models.py` first, then `services.py` (progress), `authoring.py` (units), `question_banks.py`, `blueprint.py`
(selection of questions), `quiz_attempts.py` and `scoring.py`. `retention.py` sends the test six months after the
course.
"""
