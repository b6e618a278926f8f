"""Issuing, revoking and replacing certificates. Rows are frozen first, then rendered, then stored with their hash."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _noop

from evaluations.certificates import emails, signature_images
from evaluations.certificates.errors import (
    AlreadyRevokedError,
    CourseNotOverError,
    NoHoursError,
    NoTemplateError,
    NothingDueError,
)
from evaluations.certificates.models import Certificate, CertificateTemplate
from evaluations.certificates.numbers import new_number
from evaluations.certificates.queries import default_template, due, due_in, template_for
from evaluations.certificates.texts import texts_for
from participants.accounts.models import User
from participants.organisations.models import Organisation
from portal.audit import services as audit
from portal.documents.certificates import CertificateText, render_certificates
from portal.documents.fonts import missing_characters
from portal.files import services as files
from portal.files.models import StoredFile
from portal.jobs import services as jobs
from portal.jobs.leases import ClaimedJob
from portal.jobs.models import Job
from programs.cohorts.models import Cohort
from programs.completion.models import Completion
from programs.programmes.models import Programme

BATCH = 25  # people per transaction: progress every second or two, and little to repeat after a failure
ISSUE = "certificates.issue"
SAMPLE_SIGNATURES, NO_SIGNATURES = 1, 2  # letterheads with and without the sample signatures of demo mode
CREATING = _noop("Creating and saving certificates")


@transaction.atomic
def set_up_template(
    *,
    programme: Programme | None,
    issuer: Organisation,
    signatures: Sequence[tuple[str, str]],
    by: User,
    images: Sequence[File | None] = (None, None),
    without: Sequence[bool] = (False, False),
) -> CertificateTemplate:
    """Set issuer and signatories for future certificates. Creates a new number, because a used template never changes.

    Without a programme it is for all programmes that have none of their own. Without a new image the last one is kept
    while the name stays the same, unless `without` is set. Raises UploadRejected.
    """
    cleaned = signature_images.clean_images(images)
    last = CertificateTemplate.objects.select_for_update().order_by("-number").first()
    previous = _reused_images(
        template_for(programme) if programme else default_template(), signatures, without
    )
    template = CertificateTemplate.objects.create(
        number=last.number + 1 if last else 1,
        programme=programme,
        issuer=issuer,
        signatures=[{"name": name, "office": office} for name, office in signatures],
    )
    signature_images.store_images(template, cleaned, previous, by=by)
    audit.record(
        by, "certificate.template_set_up", programme or template, template=template.number,
        images=[file.sha256 if file else "" for file in template.signature_images],
    )  # fmt: skip
    return template


def _reused_images(
    current: CertificateTemplate | None, signatures: Sequence[tuple[str, str]], without: Sequence[bool]
) -> list[StoredFile | None]:
    """Return the images to keep. An image is never used above another person's name."""
    if current is None:
        return [None, None]
    names = [signature["name"] for signature in current.signatures]
    return [
        image if not left_out and names[position : position + 1] == [signatures[position][0]] else None
        for position, (image, left_out) in enumerate(zip(current.signature_images, without, strict=True))
    ]


@transaction.atomic
def start_issuing(*, cohort: Cohort, completions: Sequence[Completion] | None = None, by: User) -> Job:
    """Start a job that issues all certificates due in the cohort, or those of `completions`.

    Raises NoTemplateError, CourseNotOverError, NoHoursError, NothingDueError.
    """
    if template_for(cohort.programme) is None:
        raise NoTemplateError
    if cohort.today < cohort.ends:
        raise CourseNotOverError(cohort)
    completions_due = due_in(cohort)
    if completions is not None:
        completions_due = completions_due.filter(pk__in=[completion.pk for completion in completions])
    if completions_due.filter(hours=0).exists():
        raise NoHoursError
    people = [
        completion.pk
        for completion in completions_due.select_related("enrolment__person")
        if not missing_characters(completion.enrolment.person.printed_name)
    ]
    if not people:
        raise NothingDueError
    job = jobs.start(ISSUE, key=f"cohort:{cohort.pk}", by=by, params={"completions": people}, target=cohort)
    audit.record(by, "certificates.issuing_started", cohort, people=len(people))
    return job


def issue(job: ClaimedJob) -> None:
    """Run the job in batches; completions that already have a certificate are skipped.

    Each batch and its progress are one transaction: rows, files, hashes and emails are saved together. The unique
    constraint on the completion prevents a second certificate.
    """
    cohort, people = job.target, job.params["completions"]
    template = template_for(cohort.programme)
    if template is None:
        raise NoTemplateError
    job.report_progress(total=len(people), stage=CREATING)
    while True:
        batch = list(
            due(Completion.objects.filter(pk__in=people))
            .select_related(
                "enrolment__person__user",
                "enrolment__cohort__edition__module",
                "enrolment__cohort__edition__approved_by",
                "enrolment__cohort__variant",
                "enrolment__cohort__programme__lead_organisation",
            )
            .order_by("pk")[:BATCH]
        )
        if not batch:
            break
        _issue_batch(job, batch, template, people)
    job.finish(url=reverse("evaluations:certificates:cohort", args=[cohort.public_id]))


def _issue_batch(
    job: ClaimedJob, batch: Sequence[Completion], template: CertificateTemplate, people: Sequence[int]
) -> None:
    numbers = [new_number() for _ in batch]
    texts = texts_for(batch, template=template, numbers=numbers, on=batch[0].enrolment.cohort.today)
    images = signature_images.read(template)
    letterhead = SAMPLE_SIGNATURES if settings.DEMO and not any(images) else NO_SIGNATURES
    pdfs = render_certificates(texts, letterhead, images)
    try:
        with transaction.atomic():
            created = _freeze(batch, texts, template, letterhead, by=job.requested_by)
            _store(created, pdfs, by=job.requested_by)
            emails.issued(created)
            done = len(people) - due(Completion.objects.filter(pk__in=people)).count()
            job.report_progress(done=done)
    except IntegrityError:
        # Another process issued one of these: the loop queries again what is still due.
        if due(Completion.objects.filter(pk__in=[c.pk for c in batch])).count() == len(batch):
            raise


def _freeze(
    batch: Sequence[Completion],
    texts: Sequence[CertificateText],
    template: CertificateTemplate,
    letterhead: int,
    *,
    by: User,
) -> list[Certificate]:
    return Certificate.objects.bulk_create(
        [
            Certificate(
                completion=completion,
                template=template,
                number=each.code,
                snapshot={"text": each.as_snapshot(), "letterhead": letterhead},
                issued_by=by,
            )
            for completion, each in zip(batch, texts, strict=True)
        ]
    )


def _store(created: Sequence[Certificate], pdfs: Sequence[bytes], *, by: User) -> None:
    now = timezone.now()
    for certificate, pdf in zip(created, pdfs, strict=True):
        name = f"certificate-{certificate.number}.pdf"
        certificate.file = files.store(pdf, name=name, owner=certificate, by=by, media_type="application/pdf")
        certificate.sha256 = certificate.file.sha256
        certificate.issued_at = now
    Certificate.objects.bulk_update(created, ["file", "sha256", "issued_at"])


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, note: str = "", by: User) -> Certificate:
    """Revoke the certificate permanently; the public page shows date and reason. Raises AlreadyRevokedError."""
    certificate = (
        Certificate.objects.select_for_update(of=["self"])
        .select_related("completion__enrolment__person__user", "completion__enrolment__cohort")
        .get(pk=certificate.pk)
    )
    if certificate.revoked_at is not None or certificate.issued_at is None:
        raise AlreadyRevokedError
    certificate.revoked_at = max(timezone.now(), certificate.issued_at + timedelta(microseconds=1))
    certificate.revoked_by, certificate.revoked_reason, certificate.revoked_note = by, reason, note
    certificate.save(
        update_fields=["revoked_at", "revoked_by", "revoked_reason", "revoked_note", "updated_at"]
    )
    audit.record(by, "certificate.revoked", certificate, reason=reason)
    emails.revoked(certificate)
    return certificate


@transaction.atomic
def replace(*, certificate: Certificate, note: str = "", by: User) -> Job:
    """Revoke the certificate and issue a new one for the same completion with the current name and text."""
    revoked = revoke(certificate=certificate, reason=Certificate.Reason.REPLACED, note=note, by=by)
    return start_issuing(cohort=revoked.completion.enrolment.cohort, completions=[revoked.completion], by=by)


def render_again(certificate: Certificate) -> bytes:
    """Render the certificate from its snapshot, to restore a lost file. Compare its SHA-256 with the stored one."""
    texts = CertificateText.from_snapshot(certificate.snapshot["text"])
    images = signature_images.read(certificate.template)
    return render_certificates([texts], certificate.snapshot["letterhead"], images)[0]
