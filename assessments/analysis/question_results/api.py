"""API for the results of all questions except the ratings. Values withheld on the page are withheld here too."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.analysis.question_results.overall import QuestionResult, question_results
from assessments.needs import policies
from assessments.needs.models import NeedsAssessment, Ranking
from portal.access.api import policy_permission


class ChoiceResultSerializer(serializers.Serializer[Any]):
    """One choice: how many people made it, or its mean rank; null when withheld."""

    choice = serializers.CharField()
    text = serializers.CharField()
    people = serializers.IntegerField(allow_null=True)
    mean_rank = serializers.DecimalField(max_digits=8, decimal_places=4, allow_null=True)


class QuestionResultSerializer(serializers.Serializer[Any]):
    """One question over all groups. `people` answered it; `reason` is `suppressed` when nothing can be
    published.
    """

    question = serializers.CharField()
    text = serializers.CharField()
    type = serializers.CharField()
    people = serializers.IntegerField(allow_null=True)
    choices = ChoiceResultSerializer(many=True)
    lower_quartile = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    median = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    upper_quartile = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    mean = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    reason = serializers.CharField()


def row_of(line: QuestionResult) -> dict[str, Any]:
    summary = line.summary
    return {
        "question": line.question.name,
        "text": line.text,
        "type": line.question.type,
        "people": line.people,
        "choices": _choices(line),
        "lower_quartile": summary and summary.lower,
        "median": summary and summary.median,
        "upper_quartile": summary and summary.upper,
        "mean": summary.mean if summary else line.mean,
        "reason": "suppressed" if line.is_withheld and line.people != 0 else "" if line.people else "no_data",
    }


def _choices(line: QuestionResult) -> list[dict[str, Any]]:
    code_of = {label: code for code, label in line.question.options}
    counted = [
        (code, label, people, None)
        for code, (label, people, _width) in zip(line.codes, line.bars or (), strict=False)
    ]
    ranked = [(code_of.get(label, label), label, None, rank) for label, rank in line.mean_ranks or ()]
    return [
        {"choice": code, "text": label, "people": people, "mean_rank": rank}
        for code, label, people, rank in (*counted, *ranked)
    ]


class QuestionResultsViewSet(viewsets.ReadOnlyModelViewSet[Ranking]):
    """The other questions of one closed assessment: `/needs-question-results/<id of the result>/`."""

    permission_classes = [policy_permission(policies.may_list)]
    serializer_class = QuestionResultSerializer
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
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise ValidationError({"id": "Name one result."})

    @extend_schema(responses=QuestionResultSerializer(many=True))
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        ranking = get_object_or_404(self.get_queryset(), public_id=kwargs["public_id"])
        assessment = ranking.assessment
        lines = question_results(assessment.collection, k=assessment.suppression_k)
        rows = [row_of(line) for line in lines]
        return Response(QuestionResultSerializer(rows, many=True).data)
