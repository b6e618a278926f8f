"""Signals for other packages, sent only for named collections: in others nobody may know person and answers."""

from django.dispatch import Signal

answers_sent = Signal()  # invitation, response; sent in the transaction of the submission
