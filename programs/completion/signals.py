"""A signal for higher apps, which may then issue certificates sooner; they work without it too."""

from django.dispatch import Signal

completions_recorded = Signal()  # sent on commit: cohort_id
