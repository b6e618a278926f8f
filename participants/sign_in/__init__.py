"""Signing in with an organisation's own identity provider: OpenID Connect and SAML.

Read `providers` first (settings from the environment), then `rules` (which roles follow from what the provider says),
`services` and `adapter`.
"""
