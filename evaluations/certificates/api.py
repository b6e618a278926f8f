"""API of certificates: those of the user and their cohorts, and public verification."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.certificates.models import Certificate
from evaluations.certificates.public import VerificationResult, answer_to
from portal.access.api import EtagMixin, policy_permission
from portal.access.policies import everyone, is_signed_in


class CertificateSerializer(serializers.ModelSerializer[Certificate]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    cohort = serializers.UUIDField(source="completion.enrolment.cohort.public_id", read_only=True)
    holder = serializers.CharField(source="snapshot.text.name", read_only=True)
    course = serializers.CharField(source="snapshot.text.course", read_only=True)

    class Meta:
        model = Certificate
        fields = (
            "id", "number", "cohort", "holder", "course", "issued_at", "sha256", "revoked_at", "revoked_reason",
        )  # fmt: skip
        read_only_fields = fields


class VerificationSerializer(serializers.Serializer[dict[str, object]]):
    """The same details as the public page."""

    outcome = serializers.ChoiceField(choices=["valid", "revoked", "unknown"])
    number = serializers.CharField(allow_null=True)
    holder = serializers.CharField(allow_null=True)
    course = serializers.CharField(allow_null=True)
    issuer = serializers.CharField(allow_null=True)
    issued_on = serializers.DateField(allow_null=True)
    revoked_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField(allow_null=True)
    likely = serializers.CharField(allow_null=True)


class CertificateViewSet(EtagMixin, viewsets.ReadOnlyModelViewSet[Certificate]):
    """Certificates that you hold, and those of cohorts that you work with."""

    serializer_class = CertificateSerializer
    permission_classes = [policy_permission(is_signed_in)]
    filterset_fields = {"number": ["exact"], "revoked_at": ["isnull"]}
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[Certificate]:
        if getattr(self, "swagger_fake_view", False):
            return Certificate.objects.none()
        certificates = Certificate.objects.visible_to(self.request.user).filter(issued_at__isnull=False)
        return certificates.select_related("completion__enrolment__cohort")

    @extend_schema(responses=VerificationSerializer)
    @action(
        detail=False,
        url_path=r"verify/(?P<code>[^/]{1,60})",
        permission_classes=[policy_permission(everyone)],
        pagination_class=None,
        filterset_fields=None,
    )
    def verify(self, request: Request, code: str) -> Response:  # DRF's signature
        """Whether a certificate is valid. Public and throttled; the response has the same shape for every code."""
        answer = answer_to(code)
        return Response(VerificationSerializer(_public_details(answer)).data)


def _public_details(answer: VerificationResult) -> dict[str, object]:
    text, certificate = answer.text, answer.certificate
    details: dict[str, object] = dict.fromkeys(
        ("number", "holder", "course", "issuer", "issued_on", "revoked_on", "reason", "likely")
    )
    details |= {"outcome": answer.outcome, "number": answer.reading.number, "likely": answer.reading.likely}
    if certificate is None or text is None:
        return details
    details |= {"issuer": text.issuer, "issued_on": text.issued_on}
    if certificate.revoked_at:
        return details | {"revoked_on": certificate.revoked_at.date(), "reason": certificate.revoked_reason}
    return details | {"holder": text.name, "course": text.course}
