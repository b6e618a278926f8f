"""Certificates of completion: issued by a job, verified by anyone, revoked and replaced by coordinators.

Start with `models`, then `numbers` (codes with a check character), `texts` (the text in the holder's language) and
`services` (issue, revoke, replace). `signature_images` validates the signatories' images, `queries` finds what is due,
and `public` is the verification page.
"""
