"""Training: modules, programmes, cohorts, courses, surveys and funding.

Lower packages come first: `curriculum` (modules, editions and the needs they address), `programmes`, `cohorts`
(applications, seats, waiting list, enrolments), then `sessions`, `learning` (units, tests and question banks) and
`funding`, and finally `completion` and `surveys`. In each package read `models`, `queries`, `services`, then `views`.
Tests are called quizzes in the code. `registrations` connects the app to navigation, search and the other registries.
"""
