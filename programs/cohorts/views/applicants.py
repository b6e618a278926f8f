"""Pages for applicants: the course catalogue, applying, and the status of an application."""

from functools import partial

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.access.decorators import allow
from portal.access.users import AnyUser, SignedInRequest
from portal.languages.numbers import interpolate, time_format
from portal.ui.pages import confirm_page, render_page
from programs.cohorts import policies, services
from programs.cohorts.eligibility import Obstacle
from programs.cohorts.errors import WAITING_MESSAGES
from programs.cohorts.forms import ApplicationForm
from programs.cohorts.models import Cohort, CohortApplication, Enrolment
from programs.cohorts.queries import catalogue_entries, seats_of, waiting_status


@allow(policies.may_see_catalogue)
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the cohorts that are or will be open for applications, with the status of the user's own applications."""
    text = request.GET.get("q", "").strip()
    language = request.GET.get("language", "")
    cohorts = (
        Cohort.objects.visible_to(request.user)
        .in_catalogue()
        .select_related("programme", "edition__module")
        .order_by("closes_at")
    )
    if text:
        cohorts = cohorts.filter(
            Q(title__unaccent__icontains=text)
            | Q(programme__title__unaccent__icontains=text)
            | Q(edition__module__title__unaccent__icontains=text)
        )
    if language:
        cohorts = cohorts.filter(languages__contains=[language])
    own = dict(_own_applications(request.user).values_list("cohort_id", "state"))
    entries = catalogue_entries(cohorts[:50], getattr(request.user, "person", None))
    return render_page(
        request,
        "programs/cohorts/catalogue.html",
        rows=[(entry, own.get(entry.cohort.pk)) for entry in entries],
        open_to_reader=sum(entry.obstacle in (None, Obstacle.FULL) for entry in entries),
        text=text,
        language=language,
    )


@allow(policies.may_see_catalogue, Cohort)
@require_GET
def cohort(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Show the cohort to applicants; redirect staff to the overview and participants to the course."""
    if policies.is_cohort_staff(request.user, cohort):
        return redirect("programs:cohorts:overview", cohort.public_id)
    person = getattr(request.user, "person", None)
    enrolment = Enrolment.objects.filter(cohort=cohort, person=person).seated().first() if person else None
    if enrolment:
        return redirect("programs:learning:course", enrolment.public_id)
    application = _own_applications(request.user).filter(cohort=cohort).first()
    entry = catalogue_entries(Cohort.objects.filter(pk=cohort.pk).select_related("programme"), person)[0]
    return render_page(
        request,
        "programs/cohorts/cohort.html",
        cohort=cohort,
        application=application,
        entry=entry,
        seats=seats_of(cohort),
        quotas=cohort.quotas.select_related("jurisdiction"),
        sessions=cohort.sessions.filter(cancelled_at=None),
        rule=getattr(cohort, "completion_criteria", None),
    )


def _own_applications(user: AnyUser) -> QuerySet[CohortApplication]:
    if not user.is_authenticated:
        return CohortApplication.objects.none()
    return CohortApplication.objects.filter(person__user=user)


@allow(policies.may_apply, Cohort)
@require_http_methods(["GET", "POST"])
def apply(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """The application form, which is saved automatically as a draft."""
    person = request.user.person
    application = CohortApplication.objects.filter(cohort=cohort, person=person).first()
    if application and application.state not in ("draft", "withdrawn"):
        return redirect("programs:cohorts:application", application.public_id)
    is_draft = "draft" in request.POST
    # `initial` overrides the instance, so it is used only if there is no draft yet.
    defaults = {"jurisdiction": person.jurisdiction_id, "language": request.user.language}
    form = ApplicationForm(
        request.POST if request.method == "POST" else None,
        cohort=cohort,
        is_draft=is_draft,
        instance=application,
        initial={} if application else defaults,
    )
    if form.is_valid():
        with form.map_domain_errors():
            if is_draft:
                services.save_draft(cohort=cohort, person=person, **form.cleaned_data)
                return _saved(request, cohort)
            application = services.apply(cohort=cohort, person=person, by=request.user, **form.cleaned_data)
            return redirect("programs:cohorts:application", application.public_id)
    return render_page(
        request, "programs/cohorts/apply.html", form=form, cohort=cohort, application=application
    )


def _saved(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    if not request.htmx:
        return redirect("programs:cohorts:apply", cohort.public_id)
    at = time_format(timezone.localtime(), "H:i")
    return HttpResponse(interpolate(_("Draft saved at %(time)s"), time=at), headers={"HX-Trigger": "saved"})


@allow(policies.is_applicant, CohortApplication)
@require_GET
def application(request: SignedInRequest, application: CohortApplication) -> HttpResponse:
    """Show the status of the application, on the waiting list with position and reason."""
    waiting = waiting_status(application)
    return render_page(
        request,
        "programs/cohorts/application.html",
        application=application,
        cohort=application.cohort,
        waiting=waiting,
        why=WAITING_MESSAGES[waiting.reason] if waiting else "",
        decisions=application.decisions.all(),
        enrolment=Enrolment.objects.filter(cohort=application.cohort_id, person=application.person_id)
        .seated()
        .first(),
    )


@allow(policies.is_applicant, CohortApplication)
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, application: CohortApplication) -> HttpResponse:
    """Withdraw the application; a seat goes to the next person."""
    return confirm_page(
        request,
        partial(services.withdraw, application=application),
        back=reverse("programs:cohorts:application", args=[application.public_id]),
        question=interpolate(_("Withdraw from %(cohort)s?"), cohort=application.cohort),
        effect=_("Your seat or waiting-list place goes to the next person immediately."),
        confirm_label=_("Withdraw application"),
        cancel_label=_("Cancel"),
        danger=True,
    )
