"""The report as page, PDF and workbook, in the active language, from its snapshot only.

`sections` builds the report of `blocks` (tables and figures), `charts` and `summary_texts`. Output: `section_cache` for
the page, `pdf` and `workbook` for files.
"""
