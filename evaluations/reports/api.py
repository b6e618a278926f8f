"""API of reports and their frozen figures, with the permissions of the pages."""

from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from evaluations.reports import policies
from evaluations.reports.models import ImpactReport, ReportFigure
from portal.access.api import EtagMixin, policy_permission


class ReportSerializer(serializers.ModelSerializer[ImpactReport]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    programme = serializers.UUIDField(source="programme.public_id", read_only=True)
    languages = serializers.ListField(child=serializers.CharField(), read_only=True)
    frozen_at = serializers.DateTimeField(source="snapshot.cut_off_at", read_only=True, default=None)
    sha256 = serializers.CharField(source="snapshot.sha256", read_only=True, default=None)

    class Meta:
        model = ImpactReport
        fields = (
            "id", "programme", "title", "number", "starts", "ends", "languages", "state", "published_at",
            "frozen_at", "sha256",
        )  # fmt: skip
        read_only_fields = fields


class ReportViewSet(EtagMixin, viewsets.ReadOnlyModelViewSet[ImpactReport]):
    """Reports of programmes that you coordinate, and published reports of programmes that you fund."""

    serializer_class = ReportSerializer
    permission_classes = [policy_permission(policies.may_read)]
    filterset_fields = {"state": ["exact"], "programme__public_id": ["exact"]}
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[ImpactReport]:
        if getattr(self, "swagger_fake_view", False):
            return ImpactReport.objects.none()
        return ImpactReport.objects.visible_to(self.request.user).select_related("programme", "snapshot")


class FigureSerializer(serializers.ModelSerializer[ReportFigure]):
    report = serializers.UUIDField(source="snapshot.report.public_id", read_only=True)

    class Meta:
        model = ReportFigure
        fields = ("report", "key", "section", "label", "value", "unit", "n", "reason", "definition")
        read_only_fields = fields


class ReportFigureViewSet(viewsets.ReadOnlyModelViewSet[ReportFigure]):
    """Frozen figures of the reports that you may read, in full precision, or the reason why there is no value."""

    serializer_class = FigureSerializer
    permission_classes = [policy_permission(policies.may_read)]
    filterset_fields = {"snapshot__report__public_id": ["exact"], "section": ["exact"], "key": ["exact"]}
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[ReportFigure]:
        if getattr(self, "swagger_fake_view", False):
            return ReportFigure.objects.none()
        visible = ImpactReport.objects.visible_to(self.request.user)
        return (
            ReportFigure.objects.filter(snapshot__report__in=visible.values("pk"))
            .select_related("snapshot__report")
            .defer("snapshot__facts", "snapshot__report__narrative")
        )
