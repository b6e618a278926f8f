"""Emails to holders, queued in the transaction that issues or revokes."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from evaluations.certificates.models import Certificate
from portal.mail import services as mail


def issued(certificates: Sequence[Certificate]) -> None:
    """Queue one email per holder with an account, in one statement."""
    mail.queue_all(
        [
            mail.build_email(
                f"certificate-issued:{certificate.pk}", **_email_for(certificate, "certificate_issued")
            )
            for certificate in certificates
            if certificate.completion.enrolment.person.user is not None
        ]
    )


def revoked(certificate: Certificate) -> None:
    if certificate.completion.enrolment.person.user is not None:
        mail.queue(f"certificate-revoked:{certificate.pk}", **_email_for(certificate, "certificate_revoked"))


def _email_for(certificate: Certificate, template: str) -> dict[str, Any]:
    enrolment = certificate.completion.enrolment
    user = enrolment.person.user
    assert user is not None  # noqa: S101  callers leave out people without an account
    return {
        "to": user.email,
        "language": user.language,
        "template": f"evaluations/{template}",
        "user": user,
        "context": {
            "name": enrolment.person.full_name,
            "cohort": enrolment.cohort.title,
            "number": certificate.number,
            "note": certificate.revoked_note,
            "url": settings.SITE_URL + reverse("evaluations:certificates:mine"),
        },
    }
