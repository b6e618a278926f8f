"""The home page: navigation, action items and cards, which the apps register for roles.

Read `registry.py` first, then `action_items.py` and `views.py`. `panels.py` shows parts of one app on pages of another;
`pages.py` has the public pages.
"""
