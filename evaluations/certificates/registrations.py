"""Registers the certificates package with the shared registries."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, DateTimeField, ExpressionWrapper, F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from evaluations.certificates import policies, queries, services
from evaluations.certificates.models import Certificate, CertificateTemplate
from participants.accounts.models import User
from participants.accounts.queries import is_coordinator, may_take_courses
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.dashboard.action_items import ActionItemQuery, item_builder, register_action_items
from portal.dashboard.panels import register_address, register_panel
from portal.dashboard.registry import register_card, register_nav_item
from portal.files import registry as files
from portal.jobs import kinds
from portal.languages.numbers import interpolate
from programs.cohorts import policies as cohorts
from programs.cohorts.models import Cohort, Enrolment
from programs.completion.models import Completion

ISSUE_WITHIN_DAYS = 30  # graduates wait a month at most


def action_items(user: User) -> list[ActionItemQuery]:
    """Cohorts with certificates to issue, from the last day of the course."""
    waiting = queries.due(
        Completion.objects.filter(
            enrolment__cohort__in=Cohort.objects.coordinated_by(user),
            enrolment__cohort__ends__lte=timezone.localdate(),
        )
    )
    cohort = "enrolment__cohort__"
    named = waiting.values(
        key=F(cohort + "pk"), page=F(cohort + "public_id"), title=F(cohort + "title"), ends=F(cohort + "ends")
    )
    to_issue = ActionItemQuery(
        named.annotate(n=Count("pk")).order_by("ends", "key"),
        what="n",
        about=F("title"),
        due=ExpressionWrapper(F("ends") + timedelta(days=ISSUE_WITHIN_DAYS), DateTimeField()),
        row="page",
        build=item_builder(
            lambda n: interpolate(
                ngettext("Issue %(n)s certificate", "Issue %(n)s certificates", int(n)), n=int(n)
            ),
            page="evaluations:certificates:cohort",
            action_label=gettext("Review certificates"),
        ),
    )
    return [to_issue]


def own_card(user: User) -> dict[str, Any] | None:
    rows = list(queries.own(user).filter(revoked_at=None)[:3])
    return {"certificates": rows} if rows else None


def certificates_of_enrolments(_user: AnyUser, enrolments: list[Enrolment]) -> dict[Any, dict[str, Any]]:
    """The valid certificate of each enrolment, for the page of the course, which only its participant sees."""
    rows = Certificate.objects.filter(
        completion__enrolment__in=enrolments, issued_at__isnull=False, revoked_at=None
    ).select_related("file", "completion")
    return {row.completion.enrolment_id: {"certificate": row} for row in rows}


def may_see_issuing(user: AnyUser, job: Any) -> bool:
    return job.target is not None and cohorts.may_coordinate(user, job.target)


def cohort_certificates_url(cohort: Any) -> str:
    return reverse("evaluations:certificates:cohort", args=[cohort.public_id])


def register() -> None:
    register_panel(
        "course", "evaluations/certificates/_course_certificate.html", certificates_of_enrolments, order=20
    )
    register_address("cohort_certificates", cohort_certificates_url)
    kinds.register(
        services.ISSUE,
        task="evaluations.certificates.issue",
        title=_("Issue certificates"),
        queue="documents",
        may_see=may_see_issuing,
    )
    files.register(Certificate, may_read=policies.may_read_file)
    files.register(CertificateTemplate, may_read=policies.may_read_signature)
    audit.register(Certificate, policies.may_revoke)
    register_nav_item("evaluations:certificates:mine", _("Certificates"), order=30, test=may_take_courses)
    register_action_items(action_items, test=is_coordinator)
    register_card(
        "evaluations/certificates/_own_card.html", own_card, order=30, test=may_take_courses, aside=True
    )
