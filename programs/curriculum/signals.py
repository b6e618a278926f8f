"""What rooms above may hear of, and refuse."""

from django.dispatch import Signal

edition_published = Signal()  # edition; in the transaction that publishes it
