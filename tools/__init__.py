"""Programs that a developer runs by hand to create committed files: `.venv/bin/python -m tools.<name>`."""
