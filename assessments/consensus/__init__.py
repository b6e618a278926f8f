"""Consensus panels: items, rounds of secret votes, and outcomes by fixed thresholds.

Read `agreement` (the rule) and `models` first, then `services` (panels and rounds), `keys` and `votes` (secrecy),
`voting_views` (the panelist's pages) and `emails`.
"""
