"""Programmes over the API."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from rest_framework import serializers, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from participants.organisations.models import Jurisdiction
from portal.access.api import EtagMixin, etag_of, policy_permission
from portal.access.policies import is_signed_in
from programs.programmes import policies, services
from programs.programmes.models import Programme


class ProgrammeSerializer(serializers.ModelSerializer[Programme]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    lead_organisation = serializers.CharField(source="lead_organisation.name", read_only=True)
    jurisdictions: "serializers.SlugRelatedField[Jurisdiction]" = serializers.SlugRelatedField(
        slug_field="code", many=True, read_only=True
    )

    class Meta:
        model = Programme
        fields = (
            "id", "code", "title", "summary", "lead_organisation", "jurisdictions", "region", "currency",
            "starts", "ends", "state", "iati_identifier",
        )  # fmt: skip
        read_only_fields = ("code", "currency", "iati_identifier")


class ProgrammeViewSet(EtagMixin, viewsets.ReadOnlyModelViewSet[Programme]):
    """Programmes that you may see. PATCH needs If-Match and the right to coordinate."""

    serializer_class = ProgrammeSerializer
    permission_classes = [policy_permission(policies.may_read)]
    filterset_fields = ("state", "code", "region")
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[Programme]:
        if getattr(self, "swagger_fake_view", False):
            return Programme.objects.none()
        rows = Programme.objects.visible_to(self.request.user)
        return rows.select_related("lead_organisation").prefetch_related("jurisdictions")

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change title, summary, region, dates or state."""
        with transaction.atomic():
            row = self.get_object()
            if not is_signed_in(request.user) or not policies.may_coordinate(request.user, row):
                raise PermissionDenied
            row = Programme.objects.select_for_update(of=("self",)).get(pk=row.pk)
            self.require_match(request, row)
            serializer = self.get_serializer(row, data=request.data, partial=True)
            serializer.is_valid(raise_exception=True)
            row = services.save_programme(
                programme=row, revision=row.revision, jurisdictions=row.jurisdictions.all(), by=request.user,
                **serializer.validated_data,
            )  # fmt: skip
        return Response(self.get_serializer(row).data, headers={"ETag": etag_of(row)})
