"""What other rooms may hear of: only of personal collections, for of others nothing may know person and answers."""

from django.dispatch import Signal

answers_sent = Signal()  # invitation, response; in the transaction that took the answers
