"""PostgreSQL, Redis and the processes of the portal for development and tests, without Docker or Django."""
