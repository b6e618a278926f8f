"""Uploaded files: checks, storage, download and backup.

Read `uploads.py` first (what is accepted), then `models.py` and `services.py`. Apps register in `registry.py` who may
read their files.
"""
