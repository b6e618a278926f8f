"""Questionnaires: versions, questions, conditions, translations; shared by assessments, surveys and tests.

Read `models` first, then `queries` (a version in one language), `pages` and `rendering` (what a page shows).
Conditions: `expressions` parses, `evaluation` and `elements` evaluate, `values` converts input, `conditions` are the
rows of a page, `condition_checks` finds those that cannot work. Changes: `services`, `questions` (with `ratings`,
`choice_lists`, `names`, `outline`), `editions`, `phrases`, `validation`. Workbooks: `xlsform`.
"""
