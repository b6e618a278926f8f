"""Needs assessments: set up, closed with a frozen ranking, and followed by decisions on training needs.

Read `models` first, then `services` (set up, open, close). Calculation, in order: `rating_data`, `sums`, `tallies`,
`ranking`, `intervals`, `robustness`, `disaggregation` and `linked_tables` (what must be suppressed), `ranking_snapshot`
(stores the result). `queries` reads the frozen rows for pages, `base_context` and `tabs` are what the pages share.
Decisions: `decision_models`, `decisions`, `overdue_decisions`.
"""
