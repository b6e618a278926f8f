"""Pages of the frameworks: reading them, writing a draft, exchanging editions as CASE packages."""
