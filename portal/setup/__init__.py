"""Setting up an empty installation: the steps, which apps register, and the page that shows what is left.

Read `registry` first; `models` stores only what administrators have skipped.
"""
