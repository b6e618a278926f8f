"""Whose vote a row is: a key that only the running portal can make, for its secret is not in the database."""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

_LABEL = b"assessments.consensus: votes"


def voter_key(*, panelist: UUID, round_: UUID, item: UUID) -> str:
    """HMAC-SHA256 (RFC 2104) over person, round and item: another one for each vote of a person, 64 hex digits.

    A new SECRET_KEY makes every earlier vote nobody's: medians stand, "your last vote" is gone.
    """
    own = hmac.digest(settings.SECRET_KEY.encode(), _LABEL, hashlib.sha256)
    return hmac.new(own, f"{panelist}:{round_}:{item}".encode(), hashlib.sha256).hexdigest()
