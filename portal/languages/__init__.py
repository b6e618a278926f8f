"""Languages: interface language, text direction, digits, lists, dates, countries and time zones.

Read `middleware.py` first, then `numbers.py` and `lists.py`. `catalogues.py` collects and compiles the translation
files; `models.py` is the base for translated content.
"""
