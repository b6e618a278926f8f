"""API for the results of all questions except the ratings. Values withheld on the page are withheld here too."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.analysis.question_results import question_results
from assessments.analysis.question_results_serializers import OtherQuestionSerializer, row_of
from assessments.needs import policies
from assessments.needs.models import NeedsAssessment, Ranking
from portal.access.api import policy_permission


class OtherQuestionsViewSet(viewsets.ReadOnlyModelViewSet[Ranking]):
    """The other questions of one closed assessment: `/needs-question-results/<id of the result>/`."""

    permission_classes = [policy_permission(policies.may_list)]
    serializer_class = OtherQuestionSerializer
    lookup_field = "public_id"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Ranking]:
        if getattr(self, "swagger_fake_view", False):
            return Ranking.objects.none()
        return (
            Ranking.objects.visible_to(self.request.user)
            .filter(assessment__state=NeedsAssessment.State.CLOSED)
            .select_related("assessment__collection__version")
        )

    @extend_schema(exclude=True)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        raise ValidationError({"id": "Name one result."})

    @extend_schema(responses=OtherQuestionSerializer(many=True))
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        ranking = get_object_or_404(self.get_queryset(), public_id=kwargs["public_id"])
        assessment = ranking.assessment
        lines = question_results(assessment.collection, k=assessment.suppression_k)
        rows = [row_of(line) for line in lines]
        return Response(OtherQuestionSerializer(rows, many=True).data)
