"""Queries for certificates that are due and for the status of each person in a cohort."""

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from evaluations.certificates.models import Certificate, CertificateTemplate
from participants.accounts.models import User
from portal.documents.fonts import missing_characters
from programs.cohorts.models import Cohort, Enrolment
from programs.completion.models import Completion
from programs.programmes.models import Programme


def due(completions: QuerySet[Completion]) -> QuerySet[Completion]:
    """Those of the completions that have no valid certificate."""
    valid_certificates = Certificate.objects.filter(completion=OuterRef("pk"), revoked_at=None)
    return completions.filter(~Exists(valid_certificates))


def due_in(cohort: Cohort) -> QuerySet[Completion]:
    return due(Completion.objects.filter(enrolment__cohort=cohort))


def template_for(programme: Programme) -> CertificateTemplate | None:
    """Return the template in force: the programme's latest, else the portal's latest."""
    usable = CertificateTemplate.objects.filter(Q(programme=programme) | Q(programme=None)).select_related(
        "issuer", "first_signature_image", "second_signature_image"
    )
    return usable.order_by(F("programme").asc(nulls_last=True), "-number").first()


def default_template() -> CertificateTemplate | None:
    """Return the template for programmes without their own."""
    usable = CertificateTemplate.objects.filter(programme=None).select_related(
        "issuer", "first_signature_image", "second_signature_image"
    )
    return usable.order_by("-number").first()


class CertificateStatus(TextChoices):
    """Status of a participant's certificate."""

    ISSUED = "issued", _("Issued")
    READY = "ready", _("Ready to issue")
    REVOKED = "revoked", _("Revoked")
    BLOCKED = "blocked", _("Not complete yet")


def enrolments_with_status(cohort: Cohort) -> QuerySet[Enrolment]:
    """Participants with a seat, annotated with `status` and the number, date and file of their latest certificate.

    Annotated in the database, so that the list can sort, filter and page by them.
    """
    certificates = Certificate.objects.filter(completion__enrolment=OuterRef("pk")).order_by("-id")
    latest = certificates.values
    return (
        Enrolment.objects.filter(cohort=cohort)
        .seated()
        .select_related("person", "jurisdiction", "completion")
        .annotate(
            number=Subquery(latest("number")[:1]),
            certificate=Subquery(latest("public_id")[:1]),
            issued_at=Subquery(latest("issued_at")[:1]),
            revoked_at=Subquery(latest("revoked_at")[:1]),
            pdf=Subquery(latest("file__public_id")[:1]),
        )
        .annotate(
            status=Case(
                When(issued_at__isnull=False, revoked_at=None, then=Value(CertificateStatus.ISSUED)),
                When(revoked_at__isnull=False, then=Value(CertificateStatus.REVOKED)),
                When(completion__isnull=False, then=Value(CertificateStatus.READY)),
                default=Value(CertificateStatus.BLOCKED),
                output_field=CharField(),
            )
        )
    )


def unprintable(enrolment: Enrolment) -> str:
    """Characters of the holder's name that the fonts do not contain."""
    return "".join(missing_characters(enrolment.person.printed_name))


def own(user: User) -> QuerySet[Certificate]:
    """Certificates of the person, newest first, revoked ones included."""
    return (
        Certificate.objects.filter(completion__enrolment__person__user=user, issued_at__isnull=False)
        .select_related("file", "completion__enrolment__cohort")
        .order_by("-issued_at")
    )
