"""Signals for higher packages. They are sent inside the transaction; a receiver may raise an error to stop it."""

from django.dispatch import Signal

edition_published = Signal()  # edition
edition_created = (
    Signal()
)  # edition, by, and `sections`: the id of each section of the last edition -> its copy
