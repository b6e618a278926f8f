"""Sessions in the database, with a copy in Redis that saves a query a page, and that the portal can do without."""

import logging
from typing import Any

import redis.exceptions
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore

logger = logging.getLogger(__name__)


class SessionStore(CachedStore):
    """While Redis is away, sessions are read from the database; ending one waits until both can be told."""

    def load(self) -> dict[str, Any]:
        """The session's content."""
        try:
            return dict(super().load())
        except redis.exceptions.RedisError:
            logger.warning("session read without Redis")
            row = self._get_session_from_db()  # type: ignore[attr-defined]  # the stubs lack private methods
            return dict(self.decode(row.session_data)) if row else {}

    def exists(self, session_key: str | None) -> bool:
        """Whether there is such a session; the database knows them all."""
        return session_key is not None and bool(super(CachedStore, self).exists(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """End the session. The copy goes first: were Redis away, it would live on there after a sign-out."""
        key = session_key or self.session_key
        if key is not None:
            self._cache.delete(self.cache_key_prefix + key)  # type: ignore[attr-defined]  # as above
        super().delete(session_key)
