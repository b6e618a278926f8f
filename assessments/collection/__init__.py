"""Data collection: invitations, open links, responses, reminders and anonymisation.

Read `models` and `outreach_models` first, then `services` (drafts and submission), `response_session`, `forms` and
`views` (the respondent's pages). `invitations`, `open_links`, `delegation` and `reminders` reach respondents.
`anonymisation` removes what links a confidential response to a person. `registry` is for the apps above.
"""
