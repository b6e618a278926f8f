"""API of indicators, observations and caseload returns, with the permissions, rules and errors of the pages."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.indicators import policies, services
from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from participants.organisations.models import Court, Jurisdiction
from portal.access.api import EtagMixin, etag_of, policy_permission
from portal.access.errors import DomainError
from portal.access.policies import is_signed_in
from portal.ui.forms import message_of

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = Indicator
        fields = (
            "id", "code", "title", "definition", "unit", "formula", "direction", "level", "source", "frequency",
            "known_limits", "definition_version",
        )  # fmt: skip
        read_only_fields = fields


class IndicatorViewSet(EtagMixin, viewsets.ReadOnlyModelViewSet[Indicator]):
    """Reference sheets of indicators. Public ones need no account."""

    serializer_class = IndicatorSerializer
    permission_classes = [policy_permission(policies.may_read_indicator)]
    filterset_fields = {"code": ["exact"], "formula": ["exact"], "level": ["exact"]}
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[Indicator]:
        if getattr(self, "swagger_fake_view", False):
            return Indicator.objects.none()
        return Indicator.objects.visible_to(self.request.user)


class ObservationSerializer(serializers.ModelSerializer[Observation]):
    """One value of a court or a jurisdiction. Send a share as numerator and denominator."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    indicator = serializers.SlugRelatedField(slug_field="public_id", queryset=Indicator.objects.all())
    court = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Court.objects.all(), required=False, allow_null=True
    )
    jurisdiction = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Jurisdiction.objects.all(), required=False, allow_null=True
    )
    verified = serializers.SerializerMethodField()
    supersedes = serializers.UUIDField(source="supersedes.public_id", read_only=True, default=None)

    class Meta:
        model = Observation
        fields = (
            "id", "indicator", "court", "jurisdiction", "starts", "ends", "disaggregation", "numerator",
            "denominator", "value", "availability", "source", "quality_note", "verified", "supersedes",
        )  # fmt: skip
        validators: list[Any] = []  # database constraints and the service check the fields together

    def get_verified(self, row: Observation) -> bool:
        return row.verified_by_id is not None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if self.instance is None and bool(attrs.get("court")) == bool(attrs.get("jurisdiction")):
            raise serializers.ValidationError({"court": ["Give either a court or a jurisdiction."]})
        if attrs.get("starts") and attrs.get("ends") and attrs["ends"] < attrs["starts"]:
            raise serializers.ValidationError({"ends": ["The period ends before it begins."]})
        return attrs


class ObservationUpdateSerializer(ObservationSerializer):
    """A correction; indicator, court or jurisdiction, and period cannot change."""

    class Meta(ObservationSerializer.Meta):
        read_only_fields = ("indicator", "court", "jurisdiction", "starts", "ends", "disaggregation")

    indicator = serializers.UUIDField(source="indicator.public_id", read_only=True)  # type: ignore[assignment]
    court = serializers.UUIDField(source="court.public_id", read_only=True, default=None)  # type: ignore[assignment]
    jurisdiction = serializers.UUIDField(  # type: ignore[assignment]
        source="jurisdiction.public_id", read_only=True, default=None
    )


class ObservationViewSet(
    EtagMixin, mixins.CreateModelMixin, mixins.UpdateModelMixin, viewsets.ReadOnlyModelViewSet[Observation]
):
    """Values that you may see. PUT and PATCH store a new value that supersedes the one named, and return it."""

    serializer_class = ObservationSerializer
    permission_classes = [policy_permission(policies.may_read)]
    filterset_fields = {
        "indicator__code": ["exact"],
        "court__public_id": ["exact"],
        "jurisdiction__code": ["exact"],
        "starts": ["gte", "lte"],
        "ends": ["gte", "lte"],
    }
    lookup_field = "public_id"

    def get_serializer_class(self) -> Any:
        updates = self.action in ("update", "partial_update")
        return ObservationUpdateSerializer if updates else ObservationSerializer

    def get_queryset(self) -> QuerySet[Observation]:
        if getattr(self, "swagger_fake_view", False):
            return Observation.objects.none()
        rows = Observation.objects.visible_to(self.request.user).filter(is_current=True)
        return rows.select_related(
            "indicator", "court__organisation__jurisdiction", "jurisdiction", "supersedes"
        )

    def perform_create(self, serializer: serializers.BaseSerializer[Observation]) -> None:
        data = dict(serializer.validated_data)
        court, jurisdiction = data.get("court"), data.get("jurisdiction")
        user = self.request.user
        may_enter = policies.may_enter_for(user, court) if court else policies.may_enter(user, jurisdiction)
        if not is_signed_in(user) or not may_enter:
            raise PermissionDenied
        try:
            serializer.instance = services.record_observation(by=user, **data)
        except IntegrityError as error:  # answer with the message of the constraint, as pages do
            message = message_of(error)
            if message is None:
                raise
            raise DomainError(message, code="conflict") from error

    @extend_schema(parameters=[IF_MATCH])
    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        if not is_signed_in(request.user) or not policies.may_correct(request.user, row):
            raise PermissionDenied
        serializer = self.get_serializer(row, data=request.data, partial=kwargs.pop("partial", False))
        serializer.is_valid(raise_exception=True)
        unchanged = {
            name: getattr(row, name)
            for name in ("numerator", "denominator", "value", "availability", "source", "quality_note")
        }
        with transaction.atomic():
            self.require_match(request, Observation.objects.select_for_update().get(pk=row.pk))
            new = services.correct_observation(
                observation=row, by=request.user, **{**unchanged, **serializer.validated_data}
            )
        return Response(ObservationSerializer(new).data, headers={"ETag": etag_of(new)})

    @extend_schema(parameters=[IF_MATCH])
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.update(request, *args, partial=True, **kwargs)


class CaseloadReturnSerializer(serializers.ModelSerializer[CaseloadReturn]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    court = serializers.UUIDField(source="court.public_id", read_only=True)
    court_name = serializers.CharField(source="court.organisation.name", read_only=True)
    verified = serializers.SerializerMethodField()
    imbalance = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = CaseloadReturn
        fields = (
            "id", "court", "court_name", "case_type", "starts", "ends", "pending_start", "incoming", "resolved",
            "pending_end", "pending_over_standard", "imbalance", "quality_note", "source", "verified",
        )  # fmt: skip
        read_only_fields = fields

    def get_verified(self, row: CaseloadReturn) -> bool:
        return row.verified_by_id is not None


class CaseloadReturnViewSet(EtagMixin, viewsets.ReadOnlyModelViewSet[CaseloadReturn]):
    """Courts' caseload counts that you may see. Rates are calculated from them."""

    serializer_class = CaseloadReturnSerializer
    permission_classes = [policy_permission(policies.may_read)]
    filterset_fields = {
        "court__public_id": ["exact"],
        "court__organisation__jurisdiction__code": ["exact"],
        "case_type": ["exact"],
        "starts": ["gte", "lte"],
        "ends": ["gte", "lte"],
    }
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[CaseloadReturn]:
        if getattr(self, "swagger_fake_view", False):
            return CaseloadReturn.objects.none()
        return CaseloadReturn.objects.visible_to(self.request.user).select_related("court__organisation")
