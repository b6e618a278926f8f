"""Evaluation of programmes: court figures, results, certificates, reforms, agendas, reports and publications.

Read the packages in the order of their dependencies: `indicators` (court figures), `results` (frameworks, targets,
milestones), `certificates`, `reforms` (plans of graduates), `agenda` (reform agendas of boards), `reports` (impact
reports from frozen figures), `results_chain` (from need to report figure) and `publications` (public summaries).
`management` loads the sample data.
"""
