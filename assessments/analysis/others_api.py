"""The answers beside the ratings over the API: what the page shows, withheld where it withholds."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.analysis.others import Line, lines_of
from assessments.needs import policies
from assessments.needs.models import NeedsAssessment, Ranking
from portal.access.api import policy_permission


class OtherChoiceSerializer(serializers.Serializer[Any]):
    """One choice: how many made it, or in an order its mean place; null where that is withheld."""

    choice = serializers.CharField()
    words = serializers.CharField()
    people = serializers.IntegerField(allow_null=True)
    mean_place = serializers.DecimalField(max_digits=8, decimal_places=4, allow_null=True)


class OtherQuestionSerializer(serializers.Serializer[Any]):
    """One question over all groups. `people` answered it; `reason` is `suppressed` where nothing may be told."""

    question = serializers.CharField()
    words = serializers.CharField()
    type = serializers.CharField()
    people = serializers.IntegerField(allow_null=True)
    choices = OtherChoiceSerializer(many=True)
    lower_quartile = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    median = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    upper_quartile = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    mean = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    reason = serializers.CharField()


class OtherQuestionsViewSet(viewsets.ReadOnlyModelViewSet[Ranking]):
    """The other questions of one closed assessment: `/needs-others/<id of the result>/`."""

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
        rows = [_row(line) for line in lines_of(ranking.assessment)]
        return Response(OtherQuestionSerializer(rows, many=True).data)


def _row(line: Line) -> dict[str, Any]:
    middle = line.middle
    return {
        "question": line.asked.name,
        "words": line.asked.label,
        "type": line.asked.type,
        "people": line.people,
        "choices": _choices(line),
        "lower_quartile": middle and middle.lower,
        "median": middle and middle.median,
        "upper_quartile": middle and middle.upper,
        "mean": middle and middle.mean,
        "reason": "suppressed" if line.is_withheld and line.people != 0 else "" if line.people else "no_data",
    }


def _choices(line: Line) -> list[dict[str, Any]]:
    code_of = {label: code for code, label in line.asked.options}
    counted = [
        (code, label, people, None)
        for code, (label, people, _width) in zip(line.codes, line.bars or (), strict=False)
    ]
    placed = [(code_of.get(label, label), label, None, place) for label, place in line.places or ()]
    return [
        {"choice": code, "words": label, "people": people, "mean_place": place}
        for code, label, people, place in (*counted, *placed)
    ]
