"""The portal's own settings, with a reference view beside it and the number of queries in a header."""

from portal.settings import *  # noqa: F403
from portal.settings import MIDDLEWARE as PORTAL_MIDDLEWARE

MIDDLEWARE = ["tests.benchmarks.counting.QueryCountMiddleware", *PORTAL_MIDDLEWARE]
ROOT_URLCONF = "tests.benchmarks.urls"
RATELIMIT_ENABLE = False
