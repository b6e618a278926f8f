"""Signals that are sent inside the transaction, for packages above whose rows belong to the cohort."""

from django.dispatch import Signal

cohort_cancelled = Signal()  # cohort, by
cohort_duplicated = Signal()  # cohort, copy, by
