"""Analysis of closed assessments: comments, findings, other weights, disagreement, question results, data sets.

Read `models` first. `comments` and `redaction` handle free text; `drafting` and `quoted_figures` write findings, `pdf`
prints them. `distributions` and `question_results` suppress small counts; `anonymity` and `dataset` build the
anonymised data set. `reweighting` and `disagreement` use frozen cells only.
"""
