"""Organisations and jurisdictions: courts, training institutions, funders and the areas in which they work."""
