"""The API's side of access: tokens, pages, throttles, problem documents (RFC 9457), and ETags on updates."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, permissions
from rest_framework import authentication
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle
from rest_framework.views import exception_handler

from portal.access.decorators import Policy
from portal.access.errors import DomainError


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


def policy_permission(policy: Policy) -> type[permissions.BasePermission]:
    """The DRF twin of `@allow`: the same predicate decides for the list and for one row."""

    class HasPolicy(permissions.BasePermission):
        def has_permission(self, request: Request, view: Any) -> bool:  # noqa: ARG002  # DRF's signature
            return policy(request.user)

        def has_object_permission(self, request: Request, view: Any, obj: Any) -> bool:  # noqa: ARG002
            return policy(request.user, obj)

    HasPolicy.policy = staticmethod(policy)  # type: ignore[attr-defined]
    return HasPolicy


class PreconditionFailedError(exceptions.APIException):
    status_code = 412
    default_code = "stale"
    default_detail = "The row changed since you read it; read it again."


class PreconditionRequiredError(exceptions.APIException):
    status_code = 428
    default_code = "if_match_required"
    default_detail = "Send If-Match with the ETag that you read."


def etag_of(row: Any) -> str:
    """A strong ETag from the row's identity and its last change."""
    digest = hashlib.sha256(f"{row._meta.label}:{row.pk}:{row.updated_at.isoformat()}".encode()).hexdigest()
    return f'"{digest[:32]}"'


class EtagMixin:
    """ETag on every single row; updates must carry If-Match and fail with 412 when another hand was first."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()  # type: ignore[attr-defined]
        tag = etag_of(row)
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304, headers={"ETag": tag})
        return Response(self.get_serializer(row).data, headers={"ETag": tag})  # type: ignore[attr-defined]

    def require_match(self, request: Request, row: Any) -> None:
        """Call inside the transaction that holds the row's lock."""
        sent = request.headers.get("If-Match")
        if not sent:
            raise PreconditionRequiredError
        if sent != etag_of(row):
            raise PreconditionFailedError


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every API error as `application/problem+json`."""
    if isinstance(error, DomainError):
        body = {
            "type": "about:blank",
            "title": _("Refused"),
            "status": 409,
            "detail": str(error),
            "code": error.code,
        }
        if error.field:
            body["errors"] = [{"field": error.field, "detail": str(error), "code": error.code}]
        return Response(body, status=409, content_type="application/problem+json")
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": str(error.default_detail),
        "status": response.status_code,
        "code": error.default_code,
    }
    if isinstance(error, exceptions.ValidationError) and isinstance(error.detail, dict):
        problem["detail"] = _("Some fields need a correction.")
        problem["errors"] = [
            {
                "field": field,
                "detail": " ".join(str(part) for part in (parts if isinstance(parts, list) else [parts])),
            }
            for field, parts in error.detail.items()
        ]
    else:
        problem["detail"] = str(error.detail if not isinstance(error.detail, list) else error.detail[0])
    response.data = problem
    response.content_type = "application/problem+json"
    return response
