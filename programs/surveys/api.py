"""Surveys of cohorts over the API: dates, response counts and, after closing, the same figures as on the page."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.analysis.question_results.api import QuestionResultSerializer, row_of
from portal.access.api import policy_permission
from programs.cohorts.models import Cohort
from programs.surveys import policies
from programs.surveys.models import CohortSurvey
from programs.surveys.queries import results_of, with_counts


class CohortSurveySerializer(serializers.ModelSerializer[CohortSurvey]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    cohort = serializers.UUIDField(source="cohort.public_id", read_only=True)
    session = serializers.UUIDField(source="session.public_id", read_only=True, allow_null=True)
    questionnaire = serializers.CharField(source="version.instrument.title", read_only=True)
    kind = serializers.CharField(source="version.instrument.kind", read_only=True)
    opens_at = serializers.SerializerMethodField()
    closes_at = serializers.DateTimeField(source="collection.closes_at", read_only=True, allow_null=True)
    invited = serializers.IntegerField(read_only=True)
    eligible = serializers.IntegerField(read_only=True)
    answered = serializers.IntegerField(read_only=True)

    class Meta:
        model = CohortSurvey
        fields = (
            "id", "cohort", "session", "questionnaire", "kind", "audience", "state", "opens_at", "closes_at", "invited",
            "eligible", "answered",
        )  # fmt: skip
        read_only_fields = fields

    def get_opens_at(self, survey: CohortSurvey) -> str:
        """When it opened, or is due to open."""
        return (survey.collection.opens_at if survey.collection else survey.due_at).isoformat()


class CohortSurveyViewSet(viewsets.ReadOnlyModelViewSet[CohortSurvey]):
    """Surveys of the cohorts that you work with; `results/` has the figures of a closed survey."""

    serializer_class = CohortSurveySerializer
    permission_classes = [policy_permission(policies.may_list)]
    filterset_fields = {"state": ["exact"], "cohort__public_id": ["exact"]}
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[CohortSurvey]:
        if getattr(self, "swagger_fake_view", False):
            return CohortSurvey.objects.none()
        own = Cohort.objects.staffed_by(self.request.user).values("pk")
        return with_counts(CohortSurvey.objects.filter(cohort__in=own))

    @extend_schema(responses=QuestionResultSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_fields=None)
    def results(self, request: Request, public_id: str) -> Response:
        survey = self.get_object()
        if survey.state != CohortSurvey.State.CLOSED:
            raise PermissionDenied("Figures are available after the survey has closed.")
        rows: list[dict[str, Any]] = [row_of(line) for line in results_of(survey).lines]
        return Response(QuestionResultSerializer(rows, many=True).data)
