"""Tables: list pages with filters and export (`listing.py`, `export.py`), and imports of files (`imports`)."""
