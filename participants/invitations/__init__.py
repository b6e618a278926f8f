"""Invitations by email: an administrator gives a role to many people at once; the link opens an account.

Read `models`, then `services`; `lines` reads the pasted list.
"""
