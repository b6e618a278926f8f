"""The results chain: from a training need over module, cohort, reform, milestone and indicator to a report figure.

`traversal` follows the links from any row, `agenda_branch` those through reform agendas, with sums from `aggregates`.
`stages` turns the rows into the seven stages of the page, `link_evidence` rates each link, and `disposition_series`
has the chart of the chain's courts.
"""
