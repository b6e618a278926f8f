"""People, their accounts and roles, and the organisations and jurisdictions they belong to.

Read `organisations` first (jurisdictions, organisations, courts), then `accounts` (users, role assignments, sign-in and
the second factor; `accounts.queries` answers every question about roles) and `people` (names and affiliations; a
person may exist without an account); then `directory` (pages and merging), `invitations` and `sign_in` (identity
providers). Other apps build on this one; it imports `portal` only.
"""
