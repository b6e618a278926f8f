"""Impact reports: figures are frozen in a snapshot, approved by a second person, and published as PDF and workbook.

Read `models` and `services` (the steps of a report) first. `collectors` read the database into the tables of
`snapshot`, which freezes them; `rendering` shows them, with `labels` and the `narrative`, a text with placeholders for
figures. `public` is the page that verifies a file.
"""
