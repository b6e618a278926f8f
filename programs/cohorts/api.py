"""Cohorts and enrolments over the API."""

from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from portal.access.api import EtagMixin, policy_permission
from programs.cohorts import policies
from programs.cohorts.models import Cohort, Enrolment


class CohortSerializer(serializers.ModelSerializer[Cohort]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    programme = serializers.UUIDField(source="programme.public_id", read_only=True)
    edition = serializers.UUIDField(source="edition.public_id", read_only=True)
    languages = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Cohort
        fields = (
            "id", "programme", "edition", "title", "activity_type", "selection", "timezone", "languages", "capacity",
            "opens_at", "closes_at", "starts", "ends", "state",
        )  # fmt: skip
        read_only_fields = fields


class CohortViewSet(EtagMixin, viewsets.ReadOnlyModelViewSet[Cohort]):
    """Cohorts that you may see."""

    serializer_class = CohortSerializer
    permission_classes = [policy_permission(policies.may_read)]
    filterset_fields = {"state": ["exact"], "programme__public_id": ["exact"], "starts": ["gte", "lte"]}
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[Cohort]:
        if getattr(self, "swagger_fake_view", False):
            return Cohort.objects.none()
        return Cohort.objects.visible_to(self.request.user).select_related("programme", "edition")


class EnrolmentSerializer(serializers.ModelSerializer[Enrolment]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    cohort = serializers.UUIDField(source="cohort.public_id", read_only=True)
    person = serializers.CharField(source="person.full_name", read_only=True)
    jurisdiction = serializers.CharField(source="jurisdiction.code", read_only=True)

    class Meta:
        model = Enrolment
        fields = ("id", "cohort", "person", "jurisdiction", "state", "enrolled_at")
        read_only_fields = fields


class EnrolmentViewSet(EtagMixin, viewsets.ReadOnlyModelViewSet[Enrolment]):
    """Your own enrolments, and those of cohorts that you work with."""

    serializer_class = EnrolmentSerializer
    permission_classes = [policy_permission(policies.may_read)]
    filterset_fields = {"state": ["exact"], "cohort__public_id": ["exact"]}
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[Enrolment]:
        if getattr(self, "swagger_fake_view", False):
            return Enrolment.objects.none()
        return Enrolment.objects.visible_to(self.request.user).select_related(
            "cohort", "person", "jurisdiction"
        )
