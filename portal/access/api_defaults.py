"""Authentication, pagination and throttles that the settings name for every API view.

Imports no `rest_framework.views`, which would read the settings while they are being loaded.
"""

from rest_framework import authentication
from rest_framework.pagination import CursorPagination
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle


class TokenAuthentication(authentication.TokenAuthentication):
    """`Authorization: Bearer <token>`; people create and revoke tokens on their account page."""

    keyword = "Bearer"


class CursorPages(CursorPagination):
    """Cursor pagination, so that new rows do not shift the pages; newest first, `page_size` up to 200."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class PublicThrottle(AnonRateThrottle):
    """60 requests a minute from one network address without an account."""


class PersonThrottle(UserRateThrottle):
    """600 requests a minute for one signed-in person."""
