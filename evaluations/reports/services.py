"""The steps of a report: create, freeze, approve by a second person, create files, publish."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _noop

from evaluations.reports.errors import (
    NotFrozenError,
    NotPrintedError,
    ReportExistsError,
    SelfApprovalError,
    WrongStateError,
)
from evaluations.reports.models import ImpactReport, ReportFile, ReportSnapshot
from evaluations.reports.narrative import validate_placeholders
from evaluations.reports.rendering.pdf import render_pdf
from evaluations.reports.rendering.workbook import workbook
from evaluations.reports.snapshot import freezing
from participants.accounts.models import User
from portal.access.errors import StaleRevisionError
from portal.audit import services as audit
from portal.files import services as files
from portal.files.uploads import XLSX
from portal.jobs import services as jobs
from portal.jobs.leases import ClaimedJob
from portal.jobs.models import Job
from programs.programmes.models import Programme

FREEZE, CREATE_FILES = "reports.freeze", "reports.create_files"
READING, PRINTING = _noop("Reading the figures"), _noop("Creating the files")
State = ImpactReport.State


@transaction.atomic
def make_report(
    *, programme: Programme, title: str, starts: date, ends: date, languages: Sequence[str], by: User
) -> ImpactReport:
    """Create a report. Raises ReportExistsError while there is another one for the period that is not withdrawn."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    same = ImpactReport.objects.filter(programme=programme, starts=starts, ends=ends)
    if same.exclude(state__in=[State.WITHDRAWN, State.PUBLISHED]).exists():
        raise ReportExistsError
    last = same.aggregate(last=Max("number"))["last"] or 0
    replaces = same.filter(number=last, replaced_by=None).first() if last else None
    report = ImpactReport.objects.create(
        programme=programme, title=title, starts=starts, ends=ends, languages=list(languages),
        number=last + 1, replaces=replaces, made_by=by,
    )  # fmt: skip
    audit.record(by, "report.created", report, number=report.number)
    return report


def start_freezing(*, report: ImpactReport, by: User) -> Job:
    """Start the job that freezes the figures. Raises WrongStateError."""
    if report.state != State.DRAFT:
        raise WrongStateError
    return jobs.start(FREEZE, key=f"report:{report.pk}", by=by, target=report)


def freeze(job: ClaimedJob) -> None:
    """Store every figure with its source rows. A second run finds the snapshot and changes nothing."""
    report = job.target
    job.report_progress(total=2, stage=READING)
    if not ReportSnapshot.objects.filter(report=report).exists():
        _freeze(report, by=job.requested_by)
    job.report_progress(done=2)
    job.finish(url=reverse("evaluations:reports:report", args=[report.public_id]))


@transaction.atomic
def _freeze(report: ImpactReport, *, by: User) -> ReportSnapshot | None:
    freezing.use_snapshot_isolation()
    cut_off_at = timezone.now()
    report = (
        ImpactReport.objects.select_for_update(of=["self"])
        .select_related("programme__lead_organisation")
        .get(pk=report.pk)
    )
    if report.state != State.DRAFT:
        return None
    freezing.lock_sources(report.programme)
    tables = freezing.read_tables(report.programme, report.starts, report.ends)
    facts = freezing.facts_of(report, tables, by)
    snapshot = ReportSnapshot.objects.create(
        report=report,
        cut_off_at=cut_off_at,
        sha256=freezing.digest_of(facts, tables, cut_off_at),
        query_version=freezing.QUERY_VERSION,
        frozen_by=by,
        facts=facts,
    )
    figures = freezing.write(snapshot, tables)
    report.state = State.FROZEN
    report.save(update_fields=["state", "updated_at"])
    audit.record(by, "report.frozen", report, figures=figures, sha256=snapshot.sha256)
    return snapshot


@transaction.atomic
def write_narrative(
    *, report: ImpactReport, narrative: dict[str, str], revision: int, by: User
) -> ImpactReport:
    """Save the narrative. Numbers in it are placeholders for frozen figures.

    Raises NotFrozenError, UnknownFigureError, StaleRevisionError, WrongStateError.
    """
    report = ImpactReport.objects.select_for_update(of=["self"]).get(pk=report.pk)
    if report.state == State.DRAFT:
        raise NotFrozenError
    if report.state != State.FROZEN:
        raise WrongStateError
    if report.revision != revision:
        raise StaleRevisionError
    validate_placeholders(narrative, report.snapshot)
    report.narrative, report.revision = narrative, report.revision + 1
    report.save(update_fields=["narrative", "revision", "updated_at"])
    audit.record(by, "report.narrative_saved", report)
    return report


@transaction.atomic
def approve(*, report: ImpactReport, by: User) -> Job:
    """Approve figures that someone else froze, and start creating the files.

    Raises WrongStateError, SelfApprovalError.
    """
    report = ImpactReport.objects.select_for_update(of=["self"]).get(pk=report.pk)
    if report.state != State.FROZEN:
        raise WrongStateError
    snapshot = report.snapshot
    if snapshot.frozen_by_id == by.pk:
        raise SelfApprovalError
    snapshot.approved_by, snapshot.approved_at = by, timezone.now()
    snapshot.save(update_fields=["approved_by", "approved_at", "updated_at"])
    report.state = State.APPROVED
    report.save(update_fields=["state", "updated_at"])
    audit.record(by, "report.approved", report)
    return jobs.start(CREATE_FILES, key=f"report:{report.pk}", by=by, target=report)


def create_files(job: ClaimedJob) -> None:
    """Create PDF and workbook in each language of the approved report; existing files are kept."""
    report = ImpactReport.objects.select_related("snapshot", "programme").get(pk=job.target.pk)
    if report.state not in (State.APPROVED, State.PUBLISHED):
        raise WrongStateError
    wanted = [(kind, language) for language in report.languages for kind in ("pdf", "xlsx")]
    job.report_progress(total=len(wanted), stage=PRINTING)
    for number, (kind, language) in enumerate(wanted, start=1):
        if not report.files.filter(kind=kind, language=language).exists():
            _create_file(job, report, kind, language)
        job.report_progress(done=number, step=f"{kind.upper()} {language}")
    job.finish(url=reverse("evaluations:reports:report", args=[report.public_id]))


def _create_file(job: ClaimedJob, report: ImpactReport, kind: str, language: str) -> None:
    made = render_pdf(report, language) if kind == "pdf" else workbook(report, language)
    name = f"{report.programme.code}-{report.ends:%Y}-{report.number}-{language}.{kind}"
    try:
        with transaction.atomic():
            stored = files.store(
                made, name=name, owner=report, by=job.requested_by,
                media_type="application/pdf" if kind == "pdf" else XLSX,
            )  # fmt: skip
            ReportFile.objects.create(report=report, kind=kind, language=language, file=stored)
            job.report_progress()
    except IntegrityError:  # another worker created it in the meantime
        if not report.files.filter(kind=kind, language=language).exists():
            raise


@transaction.atomic
def publish(*, report: ImpactReport, by: User) -> ImpactReport:
    """Make the report visible to its funders. Raises WrongStateError, NotPrintedError."""
    report = ImpactReport.objects.select_for_update(of=["self"]).get(pk=report.pk)
    if report.state != State.APPROVED:
        raise WrongStateError
    if report.files.count() < 2 * len(report.languages):
        raise NotPrintedError
    report.state, report.published_at = State.PUBLISHED, timezone.now()
    report.save(update_fields=["state", "published_at", "updated_at"])
    if report.replaces and report.replaces.state == State.PUBLISHED:
        ImpactReport.objects.filter(pk=report.replaces.pk).update(
            state=State.WITHDRAWN, updated_at=timezone.now()
        )
    audit.record(by, "report.published", report)
    return report


@transaction.atomic
def withdraw(*, report: ImpactReport, by: User) -> ImpactReport:
    """Withdraw a report; its snapshot can still be verified. Raises WrongStateError."""
    report = ImpactReport.objects.select_for_update(of=["self"]).get(pk=report.pk)
    if report.state == State.WITHDRAWN:
        raise WrongStateError
    report.state = State.WITHDRAWN
    report.save(update_fields=["state", "updated_at"])
    audit.record(by, "report.withdrawn", report)
    return report
