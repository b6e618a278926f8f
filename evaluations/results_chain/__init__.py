"""The results chain: from a training need over module, cohort, reform, milestone and indicator to a report figure.

`traversal` follows the links from one of `starts`, stage by stage: `stage_loaders` reads each, with sums from
`aggregates`, and `agenda_branch` has the links through reform agendas. `stages` turns the rows into the seven stages of
the page, `link_evidence` rates each link, and `disposition_series` has the chart of the chain's courts.
"""
