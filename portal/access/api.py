"""Access rules of the API: the same policies as the pages, and ETags on updates."""

import hashlib
from typing import Any

from rest_framework import exceptions, permissions
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access.decorators import Policy


def policy_permission(policy: Policy) -> type[permissions.BasePermission]:
    """Return a DRF permission that applies `policy` to the list and to each row, as `@allow` does for pages."""

    class HasPolicy(permissions.BasePermission):
        def has_permission(self, request: Request, view: Any) -> bool:  # DRF's signature
            return policy(request.user)

        def has_object_permission(self, request: Request, view: Any, obj: Any) -> bool:
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
    """Sends an ETag with each row; an update must send If-Match and fails with 412 if the row has changed."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()  # type: ignore[attr-defined]
        tag = etag_of(row)
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304, headers={"ETag": tag})
        return Response(self.get_serializer(row).data, headers={"ETag": tag})  # type: ignore[attr-defined]

    def require_match(self, request: Request, row: Any) -> None:
        """Compare If-Match with the row's ETag. Call it in the transaction in which the row is locked."""
        sent = request.headers.get("If-Match")
        if not sent:
            raise PreconditionRequiredError
        if sent != etag_of(row):
            raise PreconditionFailedError
