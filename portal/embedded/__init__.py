"""PostgreSQL and Redis that start alone, and the one supervisor behind `make run`. Nothing here needs Django."""
