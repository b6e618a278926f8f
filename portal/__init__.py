"""The site itself and the packages that every app shares.

To read it in order: `access` (who may do what), `ui` (forms and pages), `dashboard` (home page and navigation),
`tables` (lists, exports, imports), `jobs` and `mail` (work and email outside the request), `files`, `audit`, `search`,
`links`, `languages`, `owner` (the organisation that runs the portal), `setup`, `figures` (numbers and suppression),
`documents` (PDF and charts), `calendars`, `embedded` (the servers that `make run` and the tests start). Apps depend on
this package; it imports none of them, except in `urls` and `api`. The version of the portal is stated here only.
"""

__version__ = "0.1.0"
