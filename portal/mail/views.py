"""The outbox with all emails and their status, and marking notices as read."""

import django_filters
from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.mail import delivery, policies, services
from portal.mail.models import Mailing, OutgoingMail
from portal.tables.listing import Column, Listing, is_public_id
from portal.ui.pages import redirect_back


class OutboxFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("Status"), empty_label=_("All statuses"), choices=OutgoingMail.State.choices
    )

    class Meta:
        model = OutgoingMail
        fields = ("state",)


def _listing(request: SignedInRequest, *, values: QueryDict | None = None) -> Listing:
    return Listing(
        request,
        OutgoingMail.objects.visible_to(request.user),
        name="outbox",
        columns=[
            Column("subject", _("Message"), value=lambda mail: mail.subject or mail.template),
            Column("to", _("To"), sort="to"),
            Column("state", _("Status"), sort="state", value=lambda mail: mail.get_state_display()),
            Column("reason", _("Reason")),
            Column("tries", _("Attempts"), sort="tries", numeric=True),
            Column("created_at", _("Created"), sort="created_at"),
        ],
        filters=OutboxFilter,
        search=["to", "subject", "template"],
        default_sort="-pk",
        values=values,
    )


@allow(policies.may_read_outbox)
@require_safe
def outbox(request: SignedInRequest) -> HttpResponse:
    """List all emails, newest first, as a page or as a file."""
    visible = OutgoingMail.objects.visible_to(request.user)
    counts = dict(visible.order_by().values_list("state").annotate(Count("pk")))
    return _listing(request).response(
        "portal/mail/outbox.html",
        counts=[(value, label, counts.get(value, 0)) for value, label in OutgoingMail.State.choices],
        may_resend=policies.may_resend(request.user),
    )


@allow(policies.may_resend)
@require_POST
def bulk(request: SignedInRequest) -> HttpResponse:
    """Resend or suspend the selected emails; those in another state are skipped."""
    chosen = _listing(request, values=QueryDict(request.POST.get("filter", ""))).chosen().order_by()
    if request.POST.get("act") == "resend":
        n = services.retry(chosen, by=request.user)
        text = ngettext("%(n)s email will be sent again.", "%(n)s emails will be sent again.", n)
    else:
        n = services.suspend_emails(chosen, by=request.user)
        text = ngettext("%(n)s email has been held back.", "%(n)s emails have been held back.", n)
    messages.success(request, interpolate(text, n=n))
    return redirect_back(request, reverse("mail:outbox"))


@allow(policies.may_read_outbox, OutgoingMail)
@require_safe
def message(request: SignedInRequest, mail: OutgoingMail) -> HttpResponse:
    """Show one email; outside demo mode its text is deleted once it is sent."""
    subject, text, _html = (mail.subject, mail.text, mail.html)
    if settings.DEMO and not text:
        subject, text, _html = delivery.compose(mail)
    context = {
        "mail": mail,
        "subject": subject,
        "text": text,
        "may_resend": policies.may_resend(request.user),
    }
    return render(request, "portal/mail/message.html", context)


@allow(policies.may_resend, OutgoingMail)
@require_POST
def resend(request: SignedInRequest, mail: OutgoingMail) -> HttpResponse:
    """Queue a failed or suspended email again."""
    services.retry(OutgoingMail.objects.filter(pk=mail.pk), by=request.user)
    return redirect("mail:message", public_id=mail.public_id)


@allow(policies.may_read_mailing)
@require_safe
def mailings(request: SignedInRequest) -> HttpResponse:
    """What the user has sent to several people."""
    state = OutgoingMail.State
    rows = Mailing.objects.visible_to(request.user).select_related("sent_by__person")
    listing = Listing(
        request,
        rows.annotate(
            total=Count("emails"),
            accepted=Count("emails", Q(emails__state__in=[state.SENT, state.STORED])),
            bounced=Count("emails", Q(emails__state=state.FAILED)),
        ),
        name="emails-sent",
        columns=[
            Column("title", _("Email"), sort="title"),
            Column("sent_by", _("Sent by"), value=lambda row: row.sent_by or ""),
            Column("created_at", _("Sent on"), sort="created_at"),
            Column("total", _("Recipients"), sort="total", numeric=True),
            Column("accepted", _("Delivered"), sort="accepted", numeric=True),
            Column("bounced", _("Bounced"), sort="bounced", numeric=True),
        ],
        search=["title"],
        default_sort="-pk",
    )
    return listing.response("portal/mail/mailings.html")


@allow(policies.may_read_mailing, Mailing)
@require_safe
def mailing(request: SignedInRequest, mailing: Mailing) -> HttpResponse:
    """What became of each email of a mailing."""
    counts = dict(mailing.emails.order_by().values_list("state").annotate(Count("pk")))
    listing = Listing(
        request,
        mailing.emails.all(),
        name="delivery",
        columns=[
            Column("to", _("To"), sort="to"),
            Column("language", _("Language"), sort="language"),
            Column("state", _("Status"), sort="state", value=lambda mail: mail.get_state_display()),
            Column("reason", _("Reason")),
            Column("ended_at", _("Since"), sort="ended_at"),
        ],
        filters=OutboxFilter,
        search=["to"],
        default_sort="to",
    )
    return listing.response(
        "portal/mail/mailing.html",
        mailing=mailing,
        counts=[
            (value, label, counts[value]) for value, label in OutgoingMail.State.choices if value in counts
        ],
        failed=counts.get(OutgoingMail.State.FAILED, 0),
    )


@allow(policies.may_read_mailing, Mailing)
@require_POST
def resend_mailing(request: SignedInRequest, mailing: Mailing) -> HttpResponse:
    """Queue the emails of the mailing that bounced again."""
    n = services.retry(mailing.emails.filter(state=OutgoingMail.State.FAILED), by=request.user)
    text = ngettext("%(n)s email will be sent again.", "%(n)s emails will be sent again.", n)
    messages.success(request, interpolate(text, n=n))
    return redirect(mailing)


@allow(is_signed_in)
@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    """Mark the notices that the page showed as read; newer ones stay unread."""
    services.mark_read(request.user, [text for text in request.POST.getlist("id") if is_public_id(text)])
    return redirect("home")
