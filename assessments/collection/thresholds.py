"""The smallest number of respondents whose results are shown, which the app that owns a collection may raise."""

from collections.abc import Callable

from django.conf import settings

ThresholdOf = Callable[[int], int | None]
_owners: list[ThresholdOf] = []


def register_threshold(threshold_of: ThresholdOf) -> None:
    """`threshold_of(collection_id)` returns the threshold, None for a collection of another app."""
    _owners.append(threshold_of)


def smallest_group(collection_id: int) -> int:
    """The threshold of the collection, `settings.SUPPRESSION_K` if no owner sets one."""
    thresholds = (threshold_of(collection_id) for threshold_of in _owners)
    return next((k for k in thresholds if k is not None), settings.SUPPRESSION_K)
