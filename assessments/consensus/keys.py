"""Voter keys: they link a vote to its panelist, and only the portal can compute them, from a secret outside the
database.
"""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

_LABEL = b"assessments.consensus: votes"


def voter_key(*, panelist: UUID, round_: UUID, item: UUID) -> str:
    """HMAC-SHA256 (RFC 2104) over person, round and item: a different key for each vote of a person, 64 hex
    digits.

    After a change of SECRET_KEY, earlier votes cannot be linked to panelists: medians stay, "your last vote" is
    lost.
    """
    own = hmac.digest(settings.SECRET_KEY.encode(), _LABEL, hashlib.sha256)
    return hmac.new(own, f"{panelist}:{round_}:{item}".encode(), hashlib.sha256).hexdigest()
