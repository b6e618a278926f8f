"""API errors as problem documents (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.access.errors import DomainError


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every API error as `application/problem+json`."""
    if isinstance(error, DomainError):
        body = {
            "type": "about:blank",
            "title": _("Rejected"),
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
        problem["detail"] = _("Some fields contain errors.")
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
