"""API of reform agendas: agendas of the user's boards in full, and the public part of public agendas."""

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from assessments.needs.models import TrainingNeed
from evaluations.agenda import policies
from evaluations.agenda.models import MAKES_PUBLIC, AgendaItem, ReformAgenda
from evaluations.agenda.queries import agendas_for, is_late
from evaluations.results.models import Milestone
from participants.organisations.models import Jurisdiction
from portal.access.api import policy_permission
from programs.programmes.models import Programme


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    """`needs`, `programmes` and `milestones` list only those that you may read."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    owner = serializers.CharField(source="owner.organisation.name", read_only=True, default=None)
    late = serializers.SerializerMethodField()
    needs = serializers.SerializerMethodField()
    programmes = serializers.SerializerMethodField()
    milestones = serializers.SerializerMethodField()

    class Meta:
        model = AgendaItem
        fields = (
            "id", "number", "title", "description", "priority", "state", "late", "owner", "due_on", "is_internal",
            "needs", "programmes", "milestones",
        )  # fmt: skip
        read_only_fields = fields

    def get_late(self, item: AgendaItem) -> bool:
        return is_late(item, timezone.localdate())

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_needs(self, item: Any) -> list[str]:
        return [str(need.public_id) for need in item.seen_needs]

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_programmes(self, item: Any) -> list[str]:
        return [str(programme.public_id) for programme in item.seen_programmes]

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_milestones(self, item: Any) -> list[str]:
        return [str(milestone.public_id) for milestone in item.seen_milestones]


class AgendaSerializer(serializers.ModelSerializer[ReformAgenda]):
    """One agenda; `item_count` and `done` count only the items that you may read."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    secretariat = serializers.CharField(source="secretariat.name", read_only=True)
    jurisdictions = serializers.SerializerMethodField()
    is_public = serializers.SerializerMethodField()
    item_count = serializers.IntegerField(read_only=True)
    done = serializers.IntegerField(read_only=True)

    class Meta:
        model = ReformAgenda
        fields: tuple[str, ...] = (
            "id", "title", "summary", "region", "jurisdictions", "secretariat", "starts", "ends", "majority",
            "quorum_percent", "comments_until", "is_public", "item_count", "done",
        )  # fmt: skip
        read_only_fields: tuple[str, ...] = fields

    def get_jurisdictions(self, agenda: ReformAgenda) -> list[str]:
        return [jurisdiction.code for jurisdiction in agenda.jurisdictions.all()]

    def get_is_public(self, agenda: Any) -> bool:
        return agenda.publicity in MAKES_PUBLIC


class AgendaDetailSerializer(AgendaSerializer):
    """One agenda with its items, ordered by priority."""

    items = AgendaItemSerializer(source="seen_items", many=True, read_only=True)

    class Meta(AgendaSerializer.Meta):
        fields = (*AgendaSerializer.Meta.fields, "items")
        read_only_fields = fields


class AgendaFilter(django_filters.FilterSet):
    jurisdiction = django_filters.ModelChoiceFilter(
        queryset=Jurisdiction.objects.all(), to_field_name="code", method="in_jurisdiction"
    )
    competency = django_filters.CharFilter(
        method="on_competency",
        label="The code of a competency that a step’s need is about, as far as you may read both",
    )

    class Meta:
        model = ReformAgenda
        fields: tuple[str, ...] = ()

    @extend_schema_field(OpenApiTypes.STR)
    def in_jurisdiction(self, rows: QuerySet[Any], _name: str, jurisdiction: Jurisdiction) -> QuerySet[Any]:
        links = ReformAgenda.jurisdictions.through.objects.filter(jurisdiction=jurisdiction)
        return rows.filter(pk__in=links.values("reformagenda"))

    def on_competency(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        needs = TrainingNeed.objects.visible_to(self.request.user).filter(competency__code=code)
        items = AgendaItem.objects.readable_by(self.request.user).filter(needs__in=needs.values("pk"))
        return rows.filter(pk__in=items.values("agenda"))


class AgendaViewSet(viewsets.ReadOnlyModelViewSet[ReformAgenda]):
    """Agendas of your boards and public agendas. Public agendas need no account."""

    serializer_class = AgendaSerializer
    permission_classes = [policy_permission(policies.may_read)]
    filterset_class = AgendaFilter
    lookup_field = "public_id"

    def get_serializer_class(self) -> type[AgendaSerializer]:
        return AgendaDetailSerializer if self.action == "retrieve" else AgendaSerializer

    def get_queryset(self) -> QuerySet[ReformAgenda]:
        if getattr(self, "swagger_fake_view", False):
            return ReformAgenda.objects.none()
        rows, user = agendas_for(self.request.user), self.request.user
        if self.action != "retrieve":
            return rows
        items = (
            AgendaItem.objects.readable_by(user)
            .select_related("owner__organisation")
            .prefetch_related(
                Prefetch("needs", TrainingNeed.objects.visible_to(user), to_attr="seen_needs"),
                Prefetch("programmes", Programme.objects.visible_to(user), to_attr="seen_programmes"),
                Prefetch("milestones", Milestone.objects.visible_to(user), to_attr="seen_milestones"),
            )
        )
        return rows.prefetch_related(Prefetch("items", items, to_attr="seen_items"))
