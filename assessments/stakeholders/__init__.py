"""The stakeholder register: people and organisations that can be invited, by jurisdiction and group.

Read `models` first, then `services` and `policies`. `imports` reads files, and `duplicates` finds entries that a file
may repeat.
"""
