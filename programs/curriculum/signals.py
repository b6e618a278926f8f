"""What rooms above may hear of, and refuse."""

from django.dispatch import Signal

edition_published = Signal()  # edition; in the transaction that publishes it
# edition, by, and `sections`: the id of each section of the last edition -> its copy; in the transaction that begins it
edition_begun = Signal()
