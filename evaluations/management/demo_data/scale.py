"""Certificates of the copied cohorts, created in bulk without files, for sample data at scale.

`services.render_again` can render a certificate from its frozen text.
"""

import hashlib

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from evaluations.certificates.models import Certificate, CertificateTemplate
from evaluations.certificates.numbers import new_number
from evaluations.certificates.queries import template_for
from evaluations.certificates.texts import texts_for
from participants.accounts.models import User
from portal.files.models import StoredFile
from programs.cohorts.models import Cohort
from programs.completion.models import Completion

AT_ONCE = 50  # cohorts per bulk insert


def certify(cohorts: list[Cohort], by: User) -> None:
    """Create certificates for all completions of `cohorts`, whose programmes have a certificate template."""
    templates: dict[int, CertificateTemplate] = {}
    for start in range(0, len(cohorts), AT_ONCE):
        batch = cohorts[start : start + AT_ONCE]
        related = ("enrolment__person", "enrolment__jurisdiction", "enrolment__cohort__edition__module")
        rows = Completion.objects.filter(enrolment__cohort__in=batch).select_related(
            *related, "enrolment__cohort__programme"
        )
        by_cohort: dict[int, list[Completion]] = {}
        for row in rows.order_by("pk"):
            by_cohort.setdefault(row.enrolment.cohort_id, []).append(row)
        made: list[Certificate] = []
        for completions in by_cohort.values():
            programme = completions[0].enrolment.cohort.programme
            template = templates.setdefault(programme.pk, template_for(programme))  # type: ignore[arg-type]
            made += _certificates(completions, template, by)
        _store(made, by)


def _certificates(
    completions: list[Completion], template: CertificateTemplate, by: User
) -> list[Certificate]:
    numbers = [new_number() for _ in completions]
    texts = texts_for(completions, template=template, numbers=numbers, on=timezone.localdate())
    return [
        Certificate(
            completion=completion, template=template, number=content.code, issued_at=timezone.now(), issued_by=by,
            snapshot={"text": content.as_snapshot(), "letterhead": 1},
            sha256=hashlib.sha256(content.code.encode()).hexdigest(),
        )
        for completion, content in zip(completions, texts, strict=True)
    ]  # fmt: skip


def _store(made: list[Certificate], by: User) -> None:
    kind = ContentType.objects.get_for_model(Certificate)
    files = StoredFile.objects.bulk_create(
        StoredFile(
            path=f"scale/{each.number}", original_name=f"certificate-{each.number}.pdf", media_type="application/pdf",
            size=15_000, sha256=each.sha256, owner_type=kind, owner_id=0, uploaded_by=by,
        )
        for each in made
    )  # fmt: skip
    for each, file in zip(made, files, strict=True):
        each.file = file
    Certificate.objects.bulk_create(made, batch_size=2000)


def analyze_tables() -> None:
    """Update the planner's statistics after the bulk load. Call outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
