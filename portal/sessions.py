"""Sessions in the database, with a copy in Redis that saves a query per page; they work without Redis too."""

import logging
from typing import Any

import redis.exceptions
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore

logger = logging.getLogger(__name__)


class SessionStore(CachedStore):
    """Reads sessions from the database while Redis cannot be reached; deleting one requires both."""

    def load(self) -> dict[str, Any]:
        """The data of the session."""
        try:
            return dict(super().load())
        except redis.exceptions.RedisError:
            logger.warning("session read without Redis")
            row = self._get_session_from_db()  # type: ignore[attr-defined]  # the stubs lack private methods
            return dict(self.decode(row.session_data)) if row else {}

    def exists(self, session_key: str | None) -> bool:
        """Whether the session exists in the database."""
        return session_key is not None and bool(super(CachedStore, self).exists(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """Delete the copy in Redis first: otherwise it could survive a sign-out if Redis cannot be reached."""
        key = session_key or self.session_key
        if key is not None:
            self._cache.delete(self.cache_key_prefix + key)  # type: ignore[attr-defined]  # as above
        super().delete(session_key)
