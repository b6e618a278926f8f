"""API for decisions on needs: those who can read a need can read how it is addressed, and why."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from assessments.needs.decision_models import NeedDecision
from assessments.needs.models import NeedsAssessment
from participants.organisations.models import Jurisdiction
from portal.access.api import policy_permission
from portal.access.policies import is_signed_in


class NeedDecisionSerializer(serializers.ModelSerializer[NeedDecision]):
    """`in_force` is false when a later decision supersedes it, and on a reopening.

    `jurisdictions` are the need's own or, if it has none, all those of the assessment.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)
    need = serializers.UUIDField(source="need.public_id", read_only=True)
    statement = serializers.CharField(source="need.statement", read_only=True)
    competency = serializers.CharField(source="need.competency.code", read_only=True)
    assessment = serializers.UUIDField(source="need.assessment.public_id", read_only=True)
    jurisdictions = serializers.SerializerMethodField()
    state = serializers.CharField(source="need.state", read_only=True)
    owner = serializers.CharField(source="owner.name", read_only=True, default=None)
    offer = serializers.UUIDField(source="offer.public_id", read_only=True, default=None)
    supersedes = serializers.UUIDField(source="supersedes.public_id", read_only=True, default=None)
    in_force = serializers.BooleanField(source="is_in_force", read_only=True)
    decided_at = serializers.DateTimeField(source="created_at", read_only=True)

    class Meta:
        model = NeedDecision
        fields = (
            "id", "need", "statement", "competency", "assessment", "jurisdictions", "state", "kind", "remedy", "reason",
            "owner", "due_on", "measured_by", "offer", "supersedes", "in_force", "decided_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_jurisdictions(self, decision: NeedDecision) -> list[str]:
        need = decision.need
        if need.jurisdiction is not None:
            return [need.jurisdiction.code]
        return [jurisdiction.code for jurisdiction in need.assessment.jurisdictions.all()]


class NeedDecisionFilter(django_filters.FilterSet):
    jurisdiction = django_filters.ModelChoiceFilter(
        queryset=Jurisdiction.objects.all(), to_field_name="code", method="in_jurisdiction"
    )
    competency = django_filters.CharFilter(
        field_name="need__competency__code", label="A competency’s code, in any edition"
    )
    need = django_filters.UUIDFilter(field_name="need__public_id")
    assessment = django_filters.UUIDFilter(field_name="need__assessment__public_id")
    in_force = django_filters.BooleanFilter(field_name="is_in_force")

    class Meta:
        model = NeedDecision
        fields = ("kind",)

    @extend_schema_field(OpenApiTypes.STR)
    def in_jurisdiction(self, rows: QuerySet[Any], _name: str, jurisdiction: Jurisdiction) -> QuerySet[Any]:
        links = NeedsAssessment.jurisdictions.through.objects.filter(jurisdiction=jurisdiction)
        everywhere = Q(need__jurisdiction=None, need__assessment__in=links.values("needsassessment"))
        return rows.filter(Q(need__jurisdiction=jurisdiction) | everywhere)


class NeedDecisionViewSet(viewsets.ReadOnlyModelViewSet[NeedDecision]):
    """Decisions on the needs that you can read. They never change; a later one supersedes them."""

    serializer_class = NeedDecisionSerializer
    permission_classes = [policy_permission(is_signed_in)]
    filterset_class = NeedDecisionFilter
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[NeedDecision]:
        if getattr(self, "swagger_fake_view", False):
            return NeedDecision.objects.none()
        in_force = NeedDecision.objects.in_force().filter(pk=OuterRef("pk"))
        return (
            NeedDecision.objects.visible_to(self.request.user)
            .annotate(is_in_force=Exists(in_force))
            .select_related(
                "need__competency", "need__assessment", "need__jurisdiction", "owner", "offer", "supersedes"
            )
            .prefetch_related("need__assessment__jurisdictions")
        )
