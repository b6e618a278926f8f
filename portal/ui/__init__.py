"""Pages and forms: what all templates share.

Read `pages.py` first (page, form and confirmation), then `forms.py`, `zoned_times.py` and `context.py`. `views.py`
shows the components for developers.
"""
