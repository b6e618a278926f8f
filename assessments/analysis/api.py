"""API for frozen cells by jurisdiction, language and level of court. Cells withheld on pages are withheld here
too.
"""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.analysis.queries import DIMENSIONS, cells_in
from assessments.needs import policies
from assessments.needs.models import NeedsAssessment, Ranking
from portal.access.api import policy_permission


class NeedsCellSerializer(serializers.Serializer[Any]):
    """One cell: `segment` is a jurisdiction's code, a language or a level; `group` is empty for all groups together."""

    dimension = serializers.CharField()
    segment = serializers.CharField()
    competency = serializers.CharField()
    group = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    n = serializers.IntegerField(allow_null=True)
    importance = serializers.DecimalField(max_digits=12, decimal_places=8, allow_null=True)
    ability = serializers.DecimalField(max_digits=12, decimal_places=8, allow_null=True)
    score = serializers.DecimalField(max_digits=12, decimal_places=8, allow_null=True)
    low = serializers.DecimalField(max_digits=12, decimal_places=8, allow_null=True)
    high = serializers.DecimalField(max_digits=12, decimal_places=8, allow_null=True)
    spread = serializers.DecimalField(max_digits=12, decimal_places=8, allow_null=True)
    rds = serializers.DecimalField(max_digits=11, decimal_places=8, allow_null=True)
    rds_rank = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()


class NeedsCellsViewSet(viewsets.ReadOnlyModelViewSet[Ranking]):
    """The cells of one ranking in one dimension: `/needs-cells/<id of the result>/?dimension=language&segment=fr`."""

    permission_classes = [policy_permission(policies.may_list)]
    serializer_class = NeedsCellSerializer
    lookup_field = "public_id"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Ranking]:
        if getattr(self, "swagger_fake_view", False):
            return Ranking.objects.none()
        return Ranking.objects.visible_to(self.request.user).filter(
            assessment__state=NeedsAssessment.State.CLOSED
        )

    @extend_schema(exclude=True)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise ValidationError({"id": "Name one result."})

    @extend_schema(
        parameters=[
            OpenApiParameter("dimension", str, enum=DIMENSIONS, required=True),
            OpenApiParameter("segment", str, description="One jurisdiction's code, language or level."),
        ],
        responses=NeedsCellSerializer(many=True),
    )
    def retrieve(self, request: Request, *_args: Any, **kwargs: Any) -> Response:
        ranking = get_object_or_404(self.get_queryset(), public_id=kwargs["public_id"])
        dimension, segment = (
            request.query_params.get("dimension", ""),
            request.query_params.get("segment", ""),
        )
        if dimension not in DIMENSIONS:
            raise ValidationError({"dimension": f"One of {', '.join(DIMENSIONS)}."})
        if dimension == "jurisdiction" and not segment:
            raise ValidationError({"segment": "Name a jurisdiction by its code."})
        return Response(NeedsCellSerializer(cells_in(ranking, dimension, segment), many=True).data)
