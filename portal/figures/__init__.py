"""Figures with their state and sources, their format, and the suppression of small groups.

Read `figure.py` first, then `suppression.py`.
"""
