"""Outgoing email: stored in the database with the action that causes it, then sent by a worker.

Read `services.py` first (queue an email), then `models.py`, `delivery.py` (retries and suspension) and `backend.py`.
"""
