"""API for training offers of other organisations: the same rows and permissions as the pages."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.permissions import BasePermission

from assessments.landscape import policies
from assessments.landscape.models import ExternalProgramme
from participants.organisations.models import Jurisdiction
from portal.access.api import EtagMixin, policy_permission


class OfferSerializer(serializers.ModelSerializer[ExternalProgramme]):
    """`last_confirmed_on` is when the offer was last confirmed; `withdrawn_at` is set on withdrawn offers."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    organisation = serializers.CharField(source="organisation.name", read_only=True)
    competencies = serializers.SerializerMethodField()
    jurisdictions = serializers.SerializerMethodField()

    class Meta:
        model = ExternalProgramme
        fields = (
            "id", "organisation", "title", "summary", "competencies", "jurisdictions", "languages", "starts", "ends",
            "mode", "seats", "url", "source", "source_id", "last_confirmed_on", "withdrawn_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_competencies(self, offer: ExternalProgramme) -> list[str]:
        return sorted({competency.code for competency in offer.competencies.all()})

    def get_jurisdictions(self, offer: ExternalProgramme) -> list[str]:
        return [jurisdiction.code for jurisdiction in offer.jurisdictions.all()]


class OfferFilter(django_filters.FilterSet):
    jurisdiction = django_filters.ModelChoiceFilter(
        queryset=Jurisdiction.objects.all(), to_field_name="code", method="in_jurisdiction"
    )
    competency = django_filters.CharFilter(
        method="on_competency", label="A competency’s code, in any edition"
    )
    language = django_filters.ChoiceFilter(choices=settings.LANGUAGES, method="in_language")
    from_day = django_filters.DateFilter(field_name="ends", lookup_expr="gte")
    to_day = django_filters.DateFilter(field_name="starts", lookup_expr="lte")

    class Meta:
        model = ExternalProgramme
        fields = ("mode",)

    @extend_schema_field(OpenApiTypes.STR)
    def in_jurisdiction(self, rows: QuerySet[Any], _name: str, jurisdiction: Jurisdiction) -> QuerySet[Any]:
        links = ExternalProgramme.jurisdictions.through.objects.filter(jurisdiction=jurisdiction)
        return rows.filter(pk__in=links.values("externalprogramme"))

    def on_competency(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        links = ExternalProgramme.competencies.through.objects.filter(competency__code=code)
        return rows.filter(pk__in=links.values("externalprogramme"))

    def in_language(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        return rows.filter(languages__contains=[code])


class OfferViewSet(EtagMixin, viewsets.ReadOnlyModelViewSet[ExternalProgramme]):
    """The list for those who plan training; a single offer for everyone signed in."""

    serializer_class = OfferSerializer
    filterset_class = OfferFilter
    lookup_field = "public_id"

    def get_permissions(self) -> list[BasePermission]:
        policy = policies.may_list if self.action == "list" else policies.may_read
        return [policy_permission(policy)()]

    def get_queryset(self) -> QuerySet[ExternalProgramme]:
        if getattr(self, "swagger_fake_view", False):
            return ExternalProgramme.objects.none()
        rows = ExternalProgramme.objects.visible_to(self.request.user)
        return rows.prefetch_related("competencies", "jurisdictions")
