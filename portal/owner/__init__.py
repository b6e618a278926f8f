"""The organisation that runs the portal: its names, logo, languages, time zone and contacts.

Read `current` first: every page, email and document takes the organisation from there.
"""
