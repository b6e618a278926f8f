"""API for results of needs assessments: the frozen rankings. Withheld cells are withheld here too."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from assessments.needs import policies
from assessments.needs.models import NeedsAssessment, RankedNeed, Ranking, SectionReliability
from assessments.needs.queries import frozen_responses
from portal.access.api import policy_permission


class RankedNeedSerializer(serializers.ModelSerializer[RankedNeed]):
    """`group` is empty for the score over all groups; without a score `reason` gives the reason.

    `low` and `high` are the bounds of the 95% interval; `rds` is the ranked discrepancy score, whose formula is
    unverified; `top_share` is the share of sampled weightings that keep the task in the first ten.
    """

    competency = serializers.CharField(source="competency.code", read_only=True)
    statement = serializers.CharField(source="competency.statement", read_only=True)
    group = serializers.CharField(source="group_code", read_only=True)

    class Meta:
        model = RankedNeed
        fields = (
            "competency", "statement", "group", "rank", "n", "importance", "ability", "score", "low", "high", "spread",
            "rds", "rds_rank", "top_share", "reason",
        )  # fmt: skip
        read_only_fields = fields


class GroupResponseSerializer(serializers.Serializer[Any]):
    group = serializers.CharField()
    invited = serializers.IntegerField()
    complete = serializers.IntegerField(allow_null=True)
    rate_percent = serializers.DecimalField(max_digits=6, decimal_places=1, allow_null=True)
    reason = serializers.CharField()


class NeedsResultSerializer(serializers.ModelSerializer[Ranking]):
    """One closed assessment."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    assessment = serializers.UUIDField(source="assessment.public_id", read_only=True)
    title = serializers.CharField(source="assessment.title", read_only=True)
    owner = serializers.CharField(source="assessment.owner.name", read_only=True)
    jurisdictions = serializers.SerializerMethodField()
    closed_at = serializers.DateTimeField(source="assessment.collection.closes_at", read_only=True)
    inputs_digest = serializers.CharField(source="public_digest", read_only=True)
    weights = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Ranking
        fields: tuple[str, ...] = (
            "id", "assessment", "title", "owner", "jurisdictions", "closed_at", "method", "weights", "inputs_digest",
        )  # fmt: skip
        read_only_fields = fields

    def get_jurisdictions(self, ranking: Ranking) -> list[str]:
        return [jurisdiction.code for jurisdiction in ranking.assessment.jurisdictions.all()]


class ReliabilitySerializer(serializers.ModelSerializer[SectionReliability]):
    """Cronbach's alpha of one area on one scale."""

    section = serializers.CharField(source="section.code", read_only=True)

    class Meta:
        model = SectionReliability
        fields = ("section", "scale", "items", "n", "alpha", "reason")
        read_only_fields = fields


class NeedsResultDetailSerializer(NeedsResultSerializer):
    """The same with response counts and every score that can be published."""

    responses = serializers.SerializerMethodField()
    ranked_needs = RankedNeedSerializer(many=True, read_only=True)
    reliabilities = ReliabilitySerializer(many=True, read_only=True)
    robustness = serializers.DictField(read_only=True)

    class Meta(NeedsResultSerializer.Meta):
        fields = (
            *NeedsResultSerializer.Meta.fields,
            "responses",
            "ranked_needs",
            "reliabilities",
            "robustness",
        )
        read_only_fields = fields

    @extend_schema_field(GroupResponseSerializer(many=True))
    def get_responses(self, ranking: Ranking) -> list[dict[str, Any]]:
        headline, rows = frozen_responses(ranking)
        counts = [("", headline["invited"], headline["complete"], headline["rate"])]
        counts += [(row.code, row.invited, row.complete, row.rate) for row in rows]
        return [
            {
                "group": group,
                "invited": invited,
                "complete": complete,
                "rate_percent": None if rate.value is None else str(rate.rounded(1)),
                "reason": rate.reason,
            }
            for group, invited, complete, rate in counts
        ]


class NeedsResultViewSet(viewsets.ReadOnlyModelViewSet[Ranking]):
    """Rankings of the assessments that you can see."""

    permission_classes = [policy_permission(policies.may_list)]
    filterset_fields = {"assessment__public_id": ["exact"]}
    lookup_field = "public_id"

    def get_serializer_class(self) -> type[NeedsResultSerializer]:
        return NeedsResultDetailSerializer if self.action == "retrieve" else NeedsResultSerializer

    def get_queryset(self) -> QuerySet[Ranking]:
        if getattr(self, "swagger_fake_view", False):
            return Ranking.objects.none()
        rankings = Ranking.objects.visible_to(self.request.user).filter(
            assessment__state=NeedsAssessment.State.CLOSED
        )
        rankings = rankings.select_related("assessment__owner", "assessment__collection").prefetch_related(
            "assessment__jurisdictions"
        )
        if self.action == "retrieve":
            ranked = RankedNeed.objects.select_related("competency").order_by(
                "group_code", "rank", "competency__code"
            )
            sections = SectionReliability.objects.select_related("section")
            rankings = rankings.prefetch_related(
                Prefetch("ranked_needs", ranked), Prefetch("reliabilities", sections)
            )
        return rankings
