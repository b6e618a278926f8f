"""Impact reports: figures are frozen in a snapshot, approved by a second person, and published as PDF and workbook.

Freezing: `collectors` read the database into `snapshot_tables`, which `snapshots` stores. Reading: `snapshot_reader`
is the only source for `sections`, `blocks`, `charts` and `summary_texts`, with labels from `labels`. Output:
`section_cache` for the page, `pdf` and `workbook` for files. `services` has the steps of a report, `narrative` the text
with placeholders for figures, and `public` the page that verifies a file.
"""
