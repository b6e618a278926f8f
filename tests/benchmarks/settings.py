"""The portal's settings with a reference view and the number of queries in a header."""

from portal.settings import *  # noqa: F403
from portal.settings import MIDDLEWARE as PORTAL_MIDDLEWARE
from portal.settings import REST_FRAMEWORK as PORTAL_REST

MIDDLEWARE = ["tests.benchmarks.counting.QueryCountMiddleware", *PORTAL_MIDDLEWARE]
ROOT_URLCONF = "tests.benchmarks.urls"
THROTTLING_ENABLED = False
# One person requests every list many times, at both scales within a minute.
REST_FRAMEWORK = {**PORTAL_REST, "DEFAULT_THROTTLE_CLASSES": []}
