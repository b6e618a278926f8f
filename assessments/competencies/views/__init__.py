"""Pages of the frameworks: read them, edit a draft, exchange editions as CASE packages."""
