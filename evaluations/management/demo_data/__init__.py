"""Sample data for `manage.py demo`. Each module builds one area; the command calls them in order of dependency."""
