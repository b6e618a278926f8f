"""What the settings name for every API view: tokens, pages, throttles. Imports no `rest_framework.views`."""

from rest_framework import authentication
from rest_framework.pagination import CursorPagination
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle


class TokenAuthentication(authentication.TokenAuthentication):
    """`Authorization: Bearer <token>`; tokens are made and revoked on the person's account page."""

    keyword = "Bearer"


class CursorPages(CursorPagination):
    """Pages that stay right while rows are added; newest first, `page_size` up to 200."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class PublicThrottle(AnonRateThrottle):
    """60 requests a minute from one address without an account."""


class PersonThrottle(UserRateThrottle):
    """600 requests a minute for one person."""
