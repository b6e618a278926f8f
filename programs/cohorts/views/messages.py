"""Emails to the people of a cohort."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.jobs.models import Job
from portal.ui.pages import form_page, post_action, post_data, render_page
from programs.cohorts import messages as services
from programs.cohorts import policies
from programs.cohorts.base_context import cohort_context
from programs.cohorts.message_forms import MessageForm
from programs.cohorts.message_models import CohortMessage
from programs.cohorts.models import Cohort

SHOWN = 100


def _url(message: CohortMessage) -> str:
    return reverse("programs:cohorts:message", args=[message.public_id])


@allow(policies.may_coordinate, Cohort)
@require_GET
def messages(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    rows = CohortMessage.objects.filter(cohort=cohort).select_related("by__person")[:SHOWN]
    return render_page(
        request, "programs/cohorts/messages.html", rows=rows, **cohort_context(request.user, cohort)
    )


@allow(policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def new_message(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    form = MessageForm(post_data(request), cohort=cohort)
    return _form_page(request, cohort, form, partial(services.save_message, cohort=cohort))


@allow(policies.may_write_message, CohortMessage)
@require_http_methods(["GET", "POST"])
def edit_message(request: SignedInRequest, message: CohortMessage) -> HttpResponse:
    form = MessageForm(post_data(request), cohort=message.cohort, message=message)
    action = partial(services.save_message, cohort=message.cohort, message=message)
    return _form_page(request, message.cohort, form, action)


def _form_page(request: SignedInRequest, cohort: Cohort, form: MessageForm, action: Any) -> HttpResponse:
    def save(*, by: Any, **_cleaned: Any) -> CohortMessage:
        saved: CohortMessage = action(by=by, **form.values())
        return saved

    return form_page(
        request, form, save,
        success_url=_url,
        heading=_("Email to people of the cohort"),
        submit=_("Preview the email"),
        breadcrumbs=[
            (reverse("programs:cohorts:overview", args=[cohort.public_id]), cohort),
            (reverse("programs:cohorts:messages", args=[cohort.public_id]), _("Emails")),
        ],
    )  # fmt: skip


@allow(policies.may_write_message, CohortMessage)
@require_GET
def message(request: SignedInRequest, message: CohortMessage) -> HttpResponse:
    """A draft with its recipients and previews, or a sent message with its delivery."""
    is_draft = message.state == CohortMessage.State.DRAFT
    recipients = services.recipients_of(message) if is_draft else []
    name = recipients[0].person.full_name if recipients else ""
    deliveries = [] if is_draft else services.deliveries_of(message)
    counts: dict[str, int] = {}
    for delivery in deliveries:
        label = delivery.label or _("Being prepared")
        counts[label] = counts.get(label, 0) + 1
    return render_page(
        request,
        "programs/cohorts/message.html",
        message=message,
        is_draft=is_draft,
        recipients=recipients,
        previews=[(code, *services.preview_email(message, code, name)[:2]) for code in message.texts],
        deliveries=deliveries,
        delivery_counts=counts.items(),
        job=Job.objects.open().filter(key=f"cohort-message:{message.pk}", kind=services.SEND).first(),
        **cohort_context(request.user, message.cohort),
    )


@allow(policies.may_write_message, CohortMessage)
@require_POST
def send_message(request: SignedInRequest, message: CohortMessage) -> HttpResponse:
    return post_action(
        request,
        partial(services.send_message, message=message),
        back=_url(message),
        success_message=_("The email is being sent. This page shows the delivery."),
    )


@allow(policies.may_write_message, CohortMessage)
@require_POST
def discard_message(request: SignedInRequest, message: CohortMessage) -> HttpResponse:
    back = reverse("programs:cohorts:messages", args=[message.cohort.public_id])
    return post_action(request, partial(services.discard_message, message=message), back=back)
