"""XLSForm workbooks in and out (docs/terms.md §9): read into plain rows, judged, then stored; and written again."""
