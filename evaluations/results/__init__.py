"""Results frameworks of programmes: results, targets, and milestones with evidence.

Start with `models` and `rules` (the state of a milestone, without Django). `target_values` finds the latest verified
value of each target, and `queries` builds the framework for pages and reports. `framework_editing` changes the plan,
`milestone_evidence` adds and confirms evidence.
"""
