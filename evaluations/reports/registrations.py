"""Registers the reports package with the shared registries."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from evaluations.reports import policies, services
from evaluations.reports.models import ImpactReport, ReportFile
from evaluations.reports.snapshot import freezing
from participants.accounts.queries import Role, has_role, is_coordinator, is_funder
from portal.access.delete_guards import register_delete_guard
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.dashboard.panels import register_address
from portal.dashboard.registry import register_card, register_nav_item
from portal.files import registry as files
from portal.jobs import kinds

SHOWN = 5


def reads_published(user: AnyUser) -> bool:
    return has_role(user, Role.FUNDER, Role.EVALUATOR)


def published_card(user: AnyUser) -> dict[str, Any] | None:
    """The latest published reports that the person may read. One query.

    Each with its PDF in the person's language, else in English.
    """
    rows = ImpactReport.objects.visible_to(user).published().order_by("-published_at", "-pk")
    files = ReportFile.objects.filter(kind=ReportFile.Kind.PDF, report__in=rows.values("pk")[:SHOWN])
    reports: dict[int, dict[str, Any]] = {}
    for file in files.select_related("report__programme", "file").order_by(
        "-report__published_at", "language"
    ):
        reports.setdefault(file.report_id, {"report": file.report, "files": []})["files"].append(file)
    language = get_language()
    for row in reports.values():
        row["files"].sort(key=lambda file: (file.language != language, file.language != "en"))
    return {"reports": list(reports.values()), "pays": is_funder(user)}


def pending_card(user: AnyUser) -> dict[str, Any] | None:
    """Reports to approve that someone else froze, and reports to publish."""
    rows = ImpactReport.objects.visible_to(user).filter(state__in=["frozen", "approved"])
    reports = list(rows.select_related("programme", "snapshot")[:SHOWN])
    own = [
        report for report in reports if report.state == "frozen" and report.snapshot.frozen_by_id == user.pk
    ]
    waiting = [report for report in reports if report not in own]
    return {"reports": waiting} if waiting else None


def may_see_work(user: AnyUser, job: Any) -> bool:
    return job.target is not None and policies.may_coordinate(user, job.target)


def new_report_url(programme: Any) -> str:
    return f"{reverse('evaluations:reports:new')}?programme={programme.public_id}"


def register() -> None:
    register_address("new_report", new_report_url)
    register_delete_guard(freezing.report_delete_guard)
    for name, task, title in (
        (services.FREEZE, "evaluations.reports.freeze", _("Freeze a report’s figures")),
        (services.CREATE_FILES, "evaluations.reports.create_files", _("Create report files")),
    ):
        kinds.register(name, task=task, title=title, queue="documents", may_see=may_see_work)
    files.register(ImpactReport, may_read=policies.may_read_file)
    audit.register(ImpactReport, policies.may_coordinate)
    register_nav_item("evaluations:reports:reports", _("Reports"), order=60, test=policies.may_list)
    register_card("evaluations/reports/_published_card.html", published_card, order=10, test=reads_published)
    register_card("evaluations/reports/_pending_card.html", pending_card, order=25, test=is_coordinator)
